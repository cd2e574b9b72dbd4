import { readdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { Hash } from '../cache/hash.js';
import type { FileMemory } from '../cache/store.js';
import { digest } from './canonical.js';
import { fileContent } from './file-content.js';
import type { FileStore } from './files.js';

/** Folders below one another. A link to a folder above it has no end. */
const MOST_LEVELS = 16;

/**
 * The hash of a folder: of the names of all files in it and below, and their contents. Links count as what they lead
 * to. As with files, only what may have changed is read; what was read is remembered in one go.
 *
 * Throws for what is neither file nor folder, and for folders more than 16 levels deep.
 */
export async function hashFolder(folder: string, store: FileStore): Promise<Hash> {
  const content: [name: string, hash: Hash][] = [];
  const memories: { readonly path: string; readonly memory: FileMemory }[] = [];
  for (const [name, stat] of filesBelow(folder, [])) {
    const file = path.join(folder, name);
    const { hash, memory } = await fileContent(file, stat, store);
    content.push([name, hash]);
    if (memory) memories.push({ path: file, memory });
  }
  if (memories.length > 0) await store.commit({ files: memories });
  return digest('folder', content);
}

/** Each file by its path from the root, with slashes, and its stat; the same order on any system. */
function* filesBelow(root: string, above: readonly string[]): Generator<[string, Stats]> {
  if (above.length > MOST_LEVELS) throw new Error(`it has folders more than ${MOST_LEVELS} levels deep.`);
  for (const entry of readdirSync(path.join(root, ...above)).sort()) {
    const inner = [...above, entry];
    const stat = statSync(path.join(root, ...inner));
    if (stat.isDirectory()) yield* filesBelow(root, inner);
    else if (stat.isFile()) yield [inner.join('/'), stat];
    else throw new Error(`${inner.join('/')} is neither a file nor a folder.`);
  }
}
