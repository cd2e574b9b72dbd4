import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FSWatcher } from 'chokidar';
import { RestudyError } from '../../pipeline/errors.js';

/** Of a save that follows another one of the same file within this time chokidar does not tell. */
export const UNTOLD_MS = 50;

/**
 * Tells of each save of some files, however it is done: in place, by renaming another file over it, or by deleting it
 * and making it anew. The files need not be there yet.
 *
 * Their folders are watched, and in these nothing but the files: a watch on a file itself ends when an editor deletes
 * it. It only says when to look, and that is not before UNTOLD_MS are over; what was saved, others read.
 */
export class FileWatcher {
  readonly #saved: (file: string) => void;
  #watcher: FSWatcher | undefined;
  #files: readonly string[] = [];

  /** @param saved gets the absolute path of a file that was written, made or deleted. */
  constructor(saved: (file: string) => void) {
    this.#saved = saved;
  }

  /**
   * Watches these files, given by absolute paths, and no others. When it resolves to true, they are watched from now
   * on, and what was saved before may have gone unseen; to false, they were watched already.
   */
  async watch(files: readonly string[]): Promise<boolean> {
    const sorted = [...new Set(files)].sort();
    if (this.#watcher && sorted.join('\0') === this.#files.join('\0')) return false;
    const before = this.#watcher;
    this.#files = sorted;
    this.#watcher = await watchOnly(new Set(sorted), this.#saved);
    await before?.close();
    return true;
  }

  async close(): Promise<void> {
    await this.#watcher?.close();
  }
}

async function watchOnly(files: ReadonlySet<string>, saved: (file: string) => void): Promise<FSWatcher> {
  const { watch } = await import('chokidar');
  const folders = [...files].map((file) => path.dirname(file));
  const onTheWay = new Set(folders.flatMap((folder) => [folder, ...foldersAbove(folder)]));
  // Of a folder that is not there yet the nearest one above it: there it will appear.
  const roots = folders.map((folder) => [folder, ...foldersAbove(folder)].find(existsSync) ?? folder);
  const watcher = watch([...new Set(roots)], {
    ignoreInitial: true,
    ignored: (file) => !files.has(file) && !onTheWay.has(file),
  });
  const tell = (file: string) => {
    if (files.has(file)) saved(file);
  };
  watcher.on('all', (_, file) => tell(file));
  // What leaves a file's time as it was (`cp -p`, `touch -r`, `tar`), chokidar keeps to itself but for this.
  watcher.on('raw', (_, name, details) => {
    tell(path.join((details as { readonly watchedPath: string }).watchedPath, name ?? ''));
  });
  await new Promise<void>((resolve, reject) => {
    watcher.on('ready', resolve).on('error', (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      reject(new RestudyError('bad-input', `The files of the study cannot be watched: ${reason}`));
    });
  });
  return watcher;
}

function foldersAbove(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}
