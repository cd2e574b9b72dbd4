import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import path from 'node:path';
import { damaged, diskFull, reasonOf, StoreError } from '../store-error.js';
import { TEXT_TABLES } from '../tables/tables.js';
import { findFault } from './lmdb-check.js';
import type { LmdbTables } from './lmdb-tables.js';

/**
 * LMDB uses the room of deleted things again, but its file never shrinks. It does here: a compact copy takes the
 * file's place. Only while nobody else has the folder open (presence.ts): who has the old file mapped would go on
 * writing to it.
 *
 * The copy is complete, checked and on the disk before the rename, which is all or nothing. So whoever is killed
 * here leaves the old file or the new one, and perhaps a folder that the next collection deletes.
 */
const PREFIX = 'compact-';

/** The copy is refused unless so much would remain free, in bytes: other files of the run need some, too. */
const SPARE_BYTES = 32 * 2 ** 20;

/**
 * Makes a compact copy of the data file, and checks it against the tables. Gives the folder that it is in.
 * @param open opens the tables in a folder.
 * Throws a StoreError ('disk-full' if there is no room); then everything is as it was.
 */
export async function makeCopy(
  folder: string,
  tables: LmdbTables,
  open: (folder: string) => LmdbTables,
): Promise<string> {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < tables.usedBytes() + SPARE_BYTES) throw diskFull(folder);
  const copy = mkdtempSync(path.join(folder, PREFIX));
  try {
    await tables.copyTo(copy);
    const copied = open(copy);
    await leaveFreePages(copied);
    const difference = firstDifference(tables, copied);
    await copied.close();
    if (difference) throw new Error(`its compact copy differs in ${difference}`);
    sync(path.join(copy, 'data.mdb'), 'r+');
    return copy;
  } catch (error) {
    remove(copy);
    throw explain(folder, error);
  }
}

/** Deletes what those left who were killed while they made a copy, or had just put it in its place. */
export function removeLeftCopies(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(PREFIX)) remove(path.join(folder, name));
}

/** Puts a copy in the place of the data file. Nobody may have it open, this process neither. */
export function putInPlace(copy: string, folder: string): void {
  renameSync(path.join(copy, 'data.mdb'), path.join(folder, 'data.mdb'));
  // Windows opens no folders, and writes a rename through by itself.
  if (process.platform !== 'win32') sync(folder, 'r');
  remove(copy);
}

/**
 * LMDB as of lmdb 3.5 aborts the process if the first transaction on a compact copy frees many pages: while it
 * makes its list of free pages, it looks for free ones in that same list, which has no entry yet. Each transaction
 * leaves an entry that the next one does not use up, so after a small one all is well.
 */
async function leaveFreePages(tables: LmdbTables): Promise<void> {
  await tables.swap('leases', 'compact copy', undefined, 'made');
  await tables.swap('leases', 'compact copy', 'made', undefined);
}

/** Where two stores differ, of which one is a copy. */
function firstDifference(tables: LmdbTables, copy: LmdbTables): string | undefined {
  const table = TEXT_TABLES.find(
    (name) => JSON.stringify(tables.entries(name)) !== JSON.stringify(copy.entries(name)),
  );
  if (table) return table;
  const blobs = tables.blobs();
  if (JSON.stringify(blobs) !== JSON.stringify(copy.blobs())) return 'the list of artifacts';
  return blobs.find(({ key }) => !equal(tables.getBlob(key), copy.getBlob(key)))?.key;
}

function equal(first: Uint8Array | undefined, second: Uint8Array | undefined): boolean {
  return first && second ? Buffer.compare(first, second) === 0 : first === second;
}

function sync(file: string, flags: string): void {
  const descriptor = openSync(file, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function explain(folder: string, error: unknown): StoreError {
  const reason = reasonOf(error);
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/ENOSPC|EDQUOT|disk-full/.test(code) || /no space left|disk quota/i.test(reason)) {
    return diskFull(folder, error);
  }
  const fault = findFault(folder);
  if (fault !== undefined) return damaged(folder, fault, error);
  const message = `The cache in ${folder} could not be compacted (${reason}), and is as it was: try again. If that fails too, restudy cache verify --repair makes a new file of what is good.`;
  return new StoreError('failed', folder, message, { cause: error });
}
