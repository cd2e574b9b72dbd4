import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RootDatabase, RootDatabaseOptionsWithPath } from 'lmdb';
import { StoreError } from '../store-error.js';
import { loadLmdb } from './lmdb-package.js';

/** Named databases of an environment, with some to spare. */
const MAX_DATABASES = 16;

/**
 * How much of the address space is reserved for the data file. LMDB maps a file that outgrows this anew, and
 * keeps the old map: both would count as memory of the process.
 */
const MAP_BYTES = 4 * 2 ** 30;

/** What Node may reserve besides meanwhile. */
const SPARE_BYTES = 2 ** 28;

/** How many files an open store holds (LMDB three, and two its transactions), and one for what is loaded or read meanwhile. */
const FILES = 6;

/** How often to try, and how long to wait in between at most, in milliseconds. */
const ATTEMPTS = 100;
const PAUSE_MS = 20;

/**
 * Opens LMDB's environment in a folder that `openFolder` found fit for it.
 *
 * The last process that closes an environment destroys the locks in the lock file. One that opens it in the
 * same instant may be given the destroyed ones, and so may all others until it closes: LMDB then says
 * "invalid argument" (EINVAL) when a transaction begins. They all have to close it and to try again.
 */
export function openRoot(folder: string): RootDatabase {
  prepareFile(path.join(folder, 'data.mdb'));
  checkAddresses(folder);
  for (let attempt = 1; ; attempt++) {
    try {
      return tryOpen(folder);
    } catch (error) {
      if ((error as { code?: unknown }).code !== EINVAL || attempt === ATTEMPTS) throw error;
      sleep(Math.random() * PAUSE_MS);
    }
  }
}

const EINVAL = 22;

/**
 * Makes the data file if there is none: an environment whose file lmdb-js has to make is one that it never closes.
 * Throws EMFILE or ENFILE if too few files may be opened, where lmdb-js would take the process down.
 */
function prepareFile(file: string): void {
  const opened: number[] = [];
  try {
    while (opened.length < FILES) opened.push(openSync(file, 'a'));
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

/**
 * Throws a StoreError if the system does not let the process have the addresses that LMDB reserves: lmdb-js would take the
 * process down. (Batch systems limit them, meaning memory: RLIMIT_AS. Only Linux tells.)
 */
function checkAddresses(folder: string): void {
  const limit = numberIn('/proc/self/limits', /^Max address space +(\d+)/m);
  // Not `unlimited`.
  if (limit === undefined) return;
  const used = (numberIn('/proc/self/status', /^VmSize:\s*(\d+) kB/m) ?? 0) * 1024;
  if (limit - used >= MAP_BYTES + SPARE_BYTES) return;
  const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  throw new StoreError(
    'failed',
    folder,
    `The cache in ${folder} cannot be opened: it takes ${gibibytes(MAP_BYTES)} GiB of addresses, not of memory, and this process may have ${gibibytes(limit)} GiB of them in all. Allow it more (ulimit -v; training takes up to 20 GiB).`,
  );
}

/** What a pattern finds in a file of proc(5); undefined if there is nothing of the kind. */
function numberIn(file: string, pattern: RegExp): number | undefined {
  try {
    const [, digits] = pattern.exec(readFileSync(file, 'latin1')) ?? [];
    return digits === undefined ? undefined : Number(digits);
  } catch {
    return undefined;
  }
}

function tryOpen(folder: string): RootDatabase {
  const options: RootDatabaseOptionsWithPath = {
    path: folder,
    noSubdir: false,
    maxDbs: MAX_DATABASES,
    mapSize: MAP_BYTES,
    // Otherwise transactions become visible before they are on the disk, and an environment whose process
    // was killed may, where the kernel does not tell its boot id, be set back to before them.
    overlappingSync: false,
    // Said here too: a database without an encoding has lmdb-js make an encoder for it.
    encoding: 'binary',
  };
  // In two steps, as `open` would leave the environment open if the second one failed.
  const Root = loadLmdb().openAsClass(options) as unknown as new (
    name: null,
    options: object,
  ) => RootDatabase;
  try {
    return new Root(null, { isRoot: true });
  } catch (error) {
    void Root.prototype.close.call({ isRoot: true });
    throw error;
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
