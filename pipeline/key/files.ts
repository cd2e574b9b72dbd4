import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Hash } from '../../cache/hash.js';
import { RestudyError } from '../errors.js';
import { stampOf } from '../file-stamp.js';
import { type FileStore, fileContent, type SeenFile } from './file-content.js';

/**
 * The hashes of the contents of some files or folders, which are read only where their stat cannot answer. Throws a
 * RestudyError for what cannot be read.
 */
export async function hashFiles(
  files: Readonly<Record<string, string>>,
  store: FileStore,
): Promise<Record<string, Hash>> {
  return ofEach(files, async (file) => (await seePath(file, store)).hash);
}

/** The same, with what tells of changes since (`isUntouched`). */
export async function seeFiles(
  files: Readonly<Record<string, string>>,
  store: FileStore,
): Promise<Record<string, SeenFile>> {
  return ofEach(files, async (file) => {
    const links = linksTo(file);
    const seen = await seePath(file, store);
    return { ...seen, stamp: [...links, seen.stamp].join('\0') };
  });
}

/**
 * Whether whoever read a file or folder between two looks at it has read what both saw. Something that was put in the
 * place of a file, and taken away again, leaves the content as it was, but not the stamps. Junk that a system leaves in
 * a folder meanwhile harms nobody.
 */
export function isUntouched(before: SeenFile, after: SeenFile): boolean {
  const isSameFolder = after.folders === before.folders || after.junk !== before.junk;
  return after.hash === before.hash && after.stamp === before.stamp && isSameFolder;
}

async function ofEach<Result>(
  files: Readonly<Record<string, string>>,
  look: (absolute: string) => Promise<Result>,
): Promise<Record<string, Result>> {
  const entries = Object.entries(files).map(async ([name, file]) => {
    const absolute = path.resolve(file);
    try {
      return [name, await look(absolute)] as const;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RestudyError('bad-input', `Cannot read the ${name} file ${absolute}: ${reason}`, {
        cause: error,
      });
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function seePath(file: string, store: FileStore): Promise<SeenFile> {
  // Not by a promise: a run of hits would start Node's threads for this alone.
  const stat = statSync(file, { bigint: true });
  if (stat.isDirectory()) {
    const { seeFolder } = await import('./hash-folder.js');
    return seeFolder(file, store);
  }
  if (!stat.isFile()) throw new Error('it is neither a file nor a folder.');
  const { memory, ...seen } = await fileContent(file, stat, store);
  if (memory) await store.commit({ files: [{ path: file, memory }] });
  return seen;
}

/** The stamps of all links that a path leads over. */
function linksTo(file: string): string[] {
  const folder = path.dirname(file);
  if (folder === file) return [];
  const stat = lstatSync(file, { bigint: true });
  const further = stat.isSymbolicLink()
    ? [stampOf(stat), ...linksTo(path.resolve(realpathSync(folder), readlinkSync(file)))]
    : [];
  return [...linksTo(folder), ...further];
}
