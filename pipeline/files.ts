import { createHash } from 'node:crypto';
import { createReadStream, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Hash } from '../cache/hash.js';
import type { FileMemory, Store } from '../cache/store.js';
import { RestudyError } from './errors.js';

/**
 * A file whose last change lies this close to the moment it was hashed may be changed again without its
 * time moving on, since clocks of file systems are coarse. Its stat proves nothing.
 */
const RACY_MS = 2_000;

/** Where the hashes of files are remembered. */
export type FileStore = Pick<Store, 'findFile' | 'commit'>;

/** The hashes of the contents of some files, which are read only where their stat cannot answer. */
export async function hashFiles(
  files: Readonly<Record<string, string>>,
  store: FileStore,
): Promise<Record<string, Hash>> {
  const entries = Object.entries(files).map(async ([name, file]) => {
    const absolute = path.resolve(file);
    try {
      return [name, await hashFile(absolute, store)] as const;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RestudyError('bad-input', `Cannot read the ${name} file ${absolute}: ${reason}`, {
        cause: error,
      });
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function hashFile(file: string, store: FileStore): Promise<Hash> {
  // Not by a promise: a run of hits would start Node's threads for this alone.
  const before = statSync(file);
  const known = store.findFile(file);
  if (known && answers(known, before)) return known.hash;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  const { size, mtimeMs, ino } = before;
  const memory = { hash: hash.digest('hex') as Hash, size, mtimeMs, ino, hashedAtMs: Date.now() };
  await store.commit({ files: [{ path: file, memory }] });
  return memory.hash;
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
