import { statSync } from 'node:fs';

/**
 * All that a stat says of a file's content, as one text: as long as it is the same, so is the content, unless the file is
 * too young. Its time of change (ctime) cannot be set back, as its time of modification can.
 */
export function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat ? [stat.size, stat.mtimeNs, stat.ctimeNs, stat.ino, stat.dev].join(':') : 'absent';
}
