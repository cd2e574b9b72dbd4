import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Hash } from '../cache/hash.js';
import type { FileMemory, Store } from '../cache/store.js';

/**
 * A file whose last change lies this close to the moment it was hashed may be changed again without its
 * time moving on, since clocks of file systems are coarse. Its stat proves nothing.
 */
const RACY_MS = 2_000;

/** The hash of a file's content, and what is to be remembered of it if it was read for that. */
export interface FileContent {
  readonly hash: Hash;
  readonly memory?: FileMemory;
}

/**
 * The hash of a file's content. It is read only where its stat cannot answer.
 * @param file its absolute path.
 */
export async function fileContent(
  file: string,
  stat: Stats,
  store: Pick<Store, 'findFile'>,
): Promise<FileContent> {
  const known = store.findFile(file);
  if (known && answers(known, stat)) return { hash: known.hash };
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), sha256);
  const { size, mtimeMs, ino } = stat;
  const hash = sha256.digest('hex') as Hash;
  return { hash, memory: { hash, size, mtimeMs, ino, hashedAtMs: Date.now() } };
}

/** Whether a stat proves that a file is still what it was when it was hashed. */
function answers(known: FileMemory, now: Stats): boolean {
  return (
    known.size === now.size &&
    known.mtimeMs === now.mtimeMs &&
    known.ino === now.ino &&
    known.hashedAtMs - known.mtimeMs > RACY_MS
  );
}
