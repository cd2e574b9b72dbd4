import { createHash } from 'node:crypto';
import { type BigIntStats, closeSync, createReadStream, fstatSync, openSync, statSync } from 'node:fs';
import type { Hash } from '../../cache/hash.js';
import type { FileMemory, Store } from '../../cache/store.js';
import { isProof, stampOf } from '../file-stamp.js';

/** Where the hashes of files are remembered. */
export type FileStore = Pick<Store, 'findFile' | 'commit'>;

/** The content of a file or folder at some time, and what tells of a change since, even if it was taken back. */
export interface SeenFile {
  readonly hash: Hash;
  /** The stamps of the file, or of all files of the folder with their names, and of the links on the way. */
  readonly stamp: string;
  /** Of a folder: the stamps of itself and of those below, which change with what comes and goes. */
  readonly folders?: string;
  /** Of a folder: the names of junk in it, and its stamps. */
  readonly junk?: string;
}

/** A file that changes while it is read is read again, so often. */
const MOST_READS = 3;

/** The hash of a file's content, the stamp that it had all the while, and what is to be remembered of it if it was read. */
export interface FileContent {
  readonly hash: Hash;
  readonly stamp: string;
  readonly memory?: FileMemory;
}

/**
 * The hash of a file's content. It is read only where its stat cannot answer. Throws for a file that changes
 * whenever it is read.
 * @param file its absolute path.
 */
export async function fileContent(
  file: string,
  stat: BigIntStats,
  store: Pick<Store, 'findFile'>,
): Promise<FileContent> {
  const known = store.findFile(file);
  if (known?.stamp === stampOf(stat) && isProof(stat, Date.now())) return known;
  let before = stat;
  for (let reads = 0; reads < MOST_READS; reads++) {
    const stamp = stampOf(before);
    const isTelling = isProof(before, Date.now());
    const read = await readFile(file);
    if (read.stamp === stamp) return isTelling ? { ...read, memory: read } : read;
    before = statSync(file, { bigint: true });
  }
  throw new Error(
    `${file} changed each of the ${MOST_READS} times that it was read. Run it again when nothing writes to it.`,
  );
}

/** The hash of what a path leads to now, and the stamp of that very file once it is read. */
async function readFile(file: string): Promise<FileMemory> {
  // Not by promises: a run of hits would load them for this alone.
  const fd = openSync(file, 'r');
  try {
    const sha256 = createHash('sha256');
    const content = createReadStream(file, { fd, autoClose: false, highWaterMark: 1 << 20 });
    for await (const piece of content) sha256.update(piece);
    return { hash: sha256.digest('hex') as Hash, stamp: stampOf(fstatSync(fd, { bigint: true })) };
  } finally {
    closeSync(fd);
  }
}
