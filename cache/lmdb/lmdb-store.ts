import { realpathSync } from 'node:fs';
import type { Database, RootDatabase } from 'lmdb';
import { self } from '../process-identity.js';
import type { CollectOptions, CollectReport, Store } from '../store.js';
import { damaged, StoreError } from '../store-error.js';
import { type StoreOptions, TableStore } from '../tables/table-store.js';
import { findFault } from './lmdb-check.js';
import { makeCopy, putInPlace, removeLeftCopies } from './lmdb-compact.js';
import { openFolder } from './lmdb-folder.js';
import { openRoot } from './lmdb-root.js';
import { LmdbTables } from './lmdb-tables.js';
import { LmdbTransactions } from './lmdb-transactions.js';
import { enterFolder, type Presence } from './presence.js';

/** The version of the store's own layout: its databases, their keys, their entries, how blobs are cut. */
export const FORMAT = 1;

const TEXT = { encoding: 'string' } as const;

/**
 * Environments that are open, by the real path of their folder. Two of one folder in one process would wait
 * for each other's locks forever.
 */
const environments = new Map<string, Environment>();

interface Environment {
  readonly folder: string;
  readonly presence: Presence;
  /** Others, while the file is replaced by a compact copy. */
  tables: LmdbTables;
  users: number;
  isBusy: boolean;
}

/**
 * Opens the store in a folder, and makes it if there is none. Several processes may have it open.
 * Throws a StoreError if that does not work; then nothing was made or changed.
 */
export function openLmdbStore(folder: string, options: StoreOptions = {}): Store {
  return openFolder(folder, (absolute) => {
    const id = realpathSync(absolute);
    const environment = environments.get(id) ?? enter(absolute);
    if (environment.isBusy) throw busy(absolute);
    environments.set(id, environment);
    environment.users++;
    return new LmdbStore(environment, id, options);
  });
}

class LmdbStore extends TableStore {
  readonly #environment: Environment;
  readonly #id: string;
  #isClosed = false;

  constructor(environment: Environment, id: string, options: StoreOptions) {
    super(environment.tables, options);
    this.#environment = environment;
    this.#id = id;
  }

  override async collect(options: CollectOptions): Promise<CollectReport> {
    if (options.dryRun) return super.collect(options);
    const environment = this.#environment;
    const entered = environment.users > 1 ? { others: [self()] } : await environment.presence.alone();
    if ('others' in entered) return { ...(await super.collect({ ...options, dryRun: true })), ...entered };
    environment.isBusy = true;
    try {
      removeLeftCopies(environment.folder);
      const report = await super.collect(options);
      if (environment.tables.fileBytes() > report.usedBytes) await this.#compact();
      return { ...report, bytesAfter: environment.tables.fileBytes() };
    } finally {
      environment.isBusy = false;
      entered.alone.leave();
    }
  }

  override async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (--this.#environment.users > 0) return this.#environment.tables.flush();
    environments.delete(this.#id);
    try {
      await super.close();
    } finally {
      this.#environment.presence.leave();
    }
  }

  /** Leaves the file as large as it is if the disk has no room for a copy. */
  async #compact(): Promise<void> {
    const { folder, tables } = this.#environment;
    let copy: string;
    try {
      copy = await makeCopy(folder, tables, openTables);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'disk-full') return;
      throw error;
    }
    await tables.close();
    try {
      putInPlace(copy, folder);
    } finally {
      this.#environment.tables = openTables(folder);
      this.useTables(this.#environment.tables);
    }
  }
}

/** Opens the environment of a folder for this process, and announces that. */
function enter(folder: string): Environment {
  const presence = enterFolder(folder);
  try {
    // Whoever died may have died of a damaged page, and so would this process, and all who come after it.
    if (presence.wasAbandoned) {
      const fault = findFault(folder);
      if (fault !== undefined) throw damaged(folder, fault);
      presence.forgetDead();
    }
    return { folder, presence, tables: openTables(folder), users: 0, isBusy: false };
  } catch (error) {
    presence.leave();
    throw error;
  }
}

/** Opens the tables in a folder that is there. Throws a StoreError for a store of another version. */
export function openTables(folder: string): LmdbTables {
  const root = openRoot(folder);
  const transactions = new LmdbTransactions(folder, root);
  try {
    checkFormat(root, transactions, folder);
    return new LmdbTables(root, transactions);
  } catch (error) {
    void transactions.close();
    throw error;
  }
}

/** Throws a StoreError for a store of another version. A new one is marked as of this version. */
function checkFormat(root: RootDatabase, transactions: LmdbTransactions, folder: string): void {
  const options = { ...TEXT, create: false };
  // Undefined, whatever its type says, if there is none.
  const meta: Database<string, string> | undefined = root.openDB<string, string>('meta', options);
  const format = meta?.get('format');
  if (format === String(FORMAT)) return;
  // A process that was killed while it made the store left nothing in it.
  if (root.getKeysCount() > 0) throw otherFormat(folder, format ?? 'unknown');
  transactions.runNow(() => root.openDB<string, string>('meta', TEXT).putSync('format', String(FORMAT)));
}

function busy(folder: string): StoreError {
  const message = `The cache in ${folder} is being compacted by this process: wait for that before opening it again.`;
  return new StoreError('busy', folder, message);
}

/** The error for a store of another version of Restudy. */
export function otherFormat(folder: string, format: string): StoreError {
  const isNewer = Number(format) > FORMAT;
  const remedy = isNewer
    ? 'update Restudy, or choose another folder with --cache'
    : 'choose another folder with --cache, or delete this one';
  const message = `The cache in ${folder} has format ${format}, and this version of Restudy uses format ${FORMAT}: ${remedy}.`;
  return new StoreError(isNewer ? 'newer-format' : 'older-format', folder, message);
}
