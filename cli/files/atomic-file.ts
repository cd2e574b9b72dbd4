import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RestudyError } from '../../pipeline/errors.js';

/**
 * Writes a file that appears, or replaces another, when it is complete.
 * Throws a RestudyError that names `option` if it cannot be written; what was there before is then still there.
 */
export function writeFileAtomically(option: string, file: string, content: string | Uint8Array): void {
  const target = path.resolve(file);
  // In the same folder, so that it can be renamed.
  const partial = path.join(path.dirname(target), `.${path.basename(target)}-${process.pid}`);
  try {
    writeFileSync(partial, content, { flag: 'wx' });
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new RestudyError('store', `${option} ${file}: cannot write: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
