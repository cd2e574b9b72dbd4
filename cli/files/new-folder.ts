import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { RestudyError } from '../../pipeline/errors.js';

/** A file to be written. Its content is made when its turn comes. */
export interface NewFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly content: () => Uint8Array;
}

/** Refuses a folder that holds something. */
export function checkFree(option: string, folder: string): void {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new RestudyError('bad-usage', `${option} ${folder}: it must be a folder to be made: ${message}`);
  }
  if (entries.length > 0) {
    throw new RestudyError(
      'bad-usage',
      `${option} ${folder}: the folder must not exist yet, or be empty, and it holds ${entries.length} entries. Name another one, or delete it.`,
    );
  }
}

/** Writes files into a new folder, which appears when it is complete. Returns how many bytes were written. */
export function writeFolder(option: string, folder: string, files: readonly NewFile[]): number {
  const target = path.resolve(folder);
  let partial: string | undefined;
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    partial = mkdtempSync(path.join(path.dirname(target), `.${path.basename(target)}-`));
    let bytes = 0;
    for (const file of files) {
      const content = file.content();
      const place = path.join(partial, file.path);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, content);
      bytes += content.byteLength;
    }
    // A temporary folder is its owner's alone; this one is like any other.
    chmodSync(partial, 0o777 & ~process.umask());
    // Not every system lets a folder replace an empty one.
    rmdirIfThere(target);
    renameSync(partial, target);
    return bytes;
  } catch (error) {
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
    if (error instanceof RestudyError) throw error;
    const { message } = error as Error;
    throw new RestudyError('store', `${option} ${folder}: cannot write: ${message}`, { cause: error });
  }
}

function rmdirIfThere(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
