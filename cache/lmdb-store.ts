import { realpathSync } from 'node:fs';
import { open, type RootDatabase } from 'lmdb';
import { openFolder } from './lmdb-folder.js';
import { LmdbTables } from './lmdb-tables.js';
import type { Store } from './store.js';
import { StoreError } from './store-error.js';
import { TableStore } from './table-store.js';

/** The version of the store's own layout: its databases, their keys, their entries, how blobs are cut. */
const FORMAT = 1;

/** Named databases of the environment: the tables, the two of the blobs, and `meta`. Some are spare. */
const MAX_DATABASES = 16;

/**
 * Environments that are open, by the real path of their folder. Two of one folder in one process would wait
 * for each other's locks forever.
 */
const environments = new Map<string, Environment>();

interface Environment {
  readonly root: RootDatabase;
  readonly tables: LmdbTables;
  users: number;
}

/**
 * Opens the store in a folder, and makes it if there is none. Several processes may have it open.
 * Throws a StoreError if that does not work; then nothing was made or changed.
 */
export function openLmdbStore(folder: string): Store {
  return openFolder(folder, (absolute) => {
    const id = realpathSync(absolute);
    const environment = environments.get(id) ?? openEnvironment(absolute);
    environments.set(id, environment);
    environment.users++;
    return new LmdbStore(environment, id);
  });
}

class LmdbStore extends TableStore {
  readonly #environment: Environment;
  readonly #id: string;
  #isClosed = false;

  constructor(environment: Environment, id: string) {
    super(environment.tables);
    this.#environment = environment;
    this.#id = id;
  }

  override async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (--this.#environment.users > 0) return this.#environment.tables.settle();
    environments.delete(this.#id);
    await super.close();
  }
}

function openEnvironment(folder: string): Environment {
  const root = open({
    path: folder,
    noSubdir: false,
    maxDbs: MAX_DATABASES,
    // Otherwise transactions become visible before they are on the disk, and an environment whose process
    // was killed may, where the kernel does not tell its boot id, be set back to before them.
    overlappingSync: false,
  });
  try {
    checkFormat(root, folder);
    return { root, tables: new LmdbTables(folder, root), users: 0 };
  } catch (error) {
    void root.close();
    throw error;
  }
}

/** Throws a StoreError for a store of another version. A new one is marked as of this version. */
function checkFormat(root: RootDatabase, folder: string): void {
  const names = [...root.getKeys()];
  if (names.length > 0 && !names.includes('meta')) throw otherFormat('not-a-store', folder);
  const meta = root.openDB<string, string>('meta', { encoding: 'string' });
  const format = meta.get('format');
  if (format === undefined && names.some((name) => name !== 'meta')) throw otherFormat('not-a-store', folder);
  // Written before any other database is made, so a process killed here leaves a store that is still new.
  if (format === undefined) meta.putSync('format', String(FORMAT));
  else if (Number(format) > FORMAT) throw otherFormat('newer-format', folder, format);
  else if (Number(format) !== FORMAT) throw otherFormat('older-format', folder, format);
}

function otherFormat(code: keyof typeof REMEDIES, folder: string, format = 'unknown'): StoreError {
  const message = `The cache in ${folder} has format ${format}, and this version of Restudy uses format ${FORMAT}: ${REMEDIES[code]}.`;
  return new StoreError(code, folder, message);
}

const REMEDIES = {
  'newer-format': 'update Restudy, or choose another folder with --cache',
  'older-format': 'choose another folder with --cache, or delete this one',
  'not-a-store': 'choose another folder with --cache',
} as const;
