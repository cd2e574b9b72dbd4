import * as fs from 'node:fs';
import path from 'node:path';
import { damaged, diskFull, reasonOf, StoreError } from '../store-error.js';
import { findFault } from './lmdb-check.js';
import { readNewestMeta } from './lmdb-meta.js';

/** A data file may lawfully lack some of its last pages: those that no transaction ever filled. */
const TOLERATED_PAGES = 256;

/** What a new store takes up at first, and some. */
const NEW_STORE_BYTES = 2 ** 20;

/**
 * Opens the LMDB environment of a folder, which is made if it does not exist.
 *
 * Whether LMDB will be able to open it is found out beforehand. LMDB is a bad one to ask: it leaves files
 * behind, gives a bare error number, and lmdb-js may take the process down when opening fails.
 * @param open is given the absolute path.
 * Throws a StoreError, and leaves nothing behind, if that does not work.
 */
export function openFolder<Environment>(folder: string, open: (folder: string) => Environment): Environment {
  const absolute = path.resolve(folder);
  const made: string[] = [];
  try {
    for (const part of missingFolders(absolute)) if (makeFolder(part)) made.push(part);
    checkFolder(absolute);
    return open(absolute);
  } catch (error) {
    // Not with what is in them: another process may be making the same store right now.
    for (const part of made.reverse()) attempt(() => fs.rmdirSync(part));
    throw error instanceof StoreError ? error : explain(absolute, error);
  }
}

/** The folder and those above it that do not exist, outermost first. */
function missingFolders(folder: string): string[] {
  const parent = path.dirname(folder);
  if (parent === folder || attempt(() => fs.lstatSync(folder))) return [];
  return [...missingFolders(parent), folder];
}

/** Makes a folder, and tells whether it was this process that made it. */
function makeFolder(folder: string): boolean {
  try {
    fs.mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function checkFolder(folder: string): void {
  if (!fs.statSync(folder).isDirectory()) throw notAFolder(folder);
  fs.accessSync(folder, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  const files = ['data.mdb', 'lock.mdb'];
  const present = files.filter((name) => fs.existsSync(path.join(folder, name)));
  for (const name of present) {
    const file = path.join(folder, name);
    if (!fs.statSync(file).isFile()) throw notAStore(folder, `${name} is not a file`);
    fs.accessSync(file, fs.constants.R_OK | fs.constants.W_OK);
  }
  const { bavail, bsize } = fs.statfsSync(folder);
  if (present.length < files.length && bavail * bsize < NEW_STORE_BYTES) throw diskFull(folder);
  if (present.includes('data.mdb')) checkDataFile(folder, path.join(folder, 'data.mdb'));
}

/** LMDB trusts its data file: with another one, or the half of one, it reads memory that is not there. */
function checkDataFile(folder: string, file: string): void {
  const descriptor = fs.openSync(file, 'r');
  try {
    // An empty file is what a process leaves that is killed while it makes a store; LMDB fills it.
    if (fs.fstatSync(descriptor).size === 0) return;
    const newest = readNewestMeta(descriptor);
    if (!newest) throw notAStore(folder, 'data.mdb is of another kind');
    // LMDB and JavaScript would take it for different numbers, and a transaction begin over and over.
    if (newest.transaction > Number.MAX_SAFE_INTEGER) throw damaged(folder, 'its head is damaged');
    const needed = (newest.lastPage + 1n - BigInt(TOLERATED_PAGES)) * BigInt(newest.pageSize);
    // Asked last: a process that commits lets the file grow before it says so.
    const { size } = fs.fstatSync(descriptor);
    if (BigInt(size) < needed) throw damaged(folder, 'it was cut short');
  } finally {
    fs.closeSync(descriptor);
  }
}

function notAFolder(folder: string): StoreError {
  return new StoreError(
    'not-a-folder',
    folder,
    `The cache cannot be in ${folder}, which is not a folder or lies below something that is none: choose another with --cache.`,
  );
}

function notAStore(folder: string, reason: string): StoreError {
  return new StoreError(
    'not-a-store',
    folder,
    `What is in ${folder} is not a cache of Restudy (${reason}): choose another folder with --cache, or delete this one.`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
};

function explain(folder: string, error: unknown): StoreError {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOTDIR' || code === 'ENOENT') return notAFolder(folder);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder);
  if (code === 'EMFILE' || code === 'ENFILE') {
    const message = `The cache in ${folder} cannot be opened: no more files may be open at once. Close other programs, or allow more (ulimit -n).`;
    return new StoreError('failed', folder, message, { cause: error });
  }
  const isRefused = code in REASONS;
  const fault = isRefused ? undefined : findFault(folder);
  if (fault !== undefined) return damaged(folder, fault, error);
  return new StoreError(
    isRefused ? 'not-accessible' : 'failed',
    folder,
    `The cache in ${folder} cannot be read and written (${REASONS[code] ?? reasonOf(error)}): choose another folder with --cache.`,
    { cause: error },
  );
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
