import { statSync } from 'node:fs';
import path from 'node:path';
import type { Hash } from '../cache/hash.js';
import type { Store } from '../cache/store.js';
import { RestudyError } from './errors.js';
import { fileContent } from './file-content.js';

/** Where the hashes of files are remembered. */
export type FileStore = Pick<Store, 'findFile' | 'commit'>;

/** The hashes of the contents of some files or folders, which are read only where their stat cannot answer. */
export async function hashFiles(
  files: Readonly<Record<string, string>>,
  store: FileStore,
): Promise<Record<string, Hash>> {
  const entries = Object.entries(files).map(async ([name, file]) => {
    const absolute = path.resolve(file);
    try {
      return [name, await hashPath(absolute, store)] as const;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RestudyError('bad-input', `Cannot read the ${name} file ${absolute}: ${reason}`, {
        cause: error,
      });
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function hashPath(file: string, store: FileStore): Promise<Hash> {
  // Not by a promise: a run of hits would start Node's threads for this alone.
  const stat = statSync(file);
  if (stat.isDirectory()) {
    const { hashFolder } = await import('./hash-folder.js');
    return hashFolder(file, store);
  }
  const { hash, memory } = await fileContent(file, stat, store);
  if (memory) await store.commit({ files: [{ path: file, memory }] });
  return hash;
}
