import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { DataSet } from './project.js';
import type { Written } from './write.js';

/** Writes a version of a project into a new folder: what was loaded before keeps its files. */
export function writeVersion(folder: string, { files, links }: Written): void {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  for (const [name, target] of links) {
    const link = path.join(folder, name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.relative(path.dirname(link), path.join(folder, target)), link);
  }
}

const HOUR_MS = 3_600_000;

/** Brings data to what they are now where they are, since it is files in their place whose change may not be noticed. */
export function writeData(
  folder: string,
  data: readonly DataSet[],
  before: readonly DataSet[] | undefined,
): void {
  for (const [at, { values, litter, how, turn }] of data.entries()) {
    const home = path.join(folder, `d${at}`);
    mkdirSync(home, { recursive: true });
    const isTouched = how === 'touched' && turn !== before?.[at]?.turn;
    for (const [index, value] of values.entries())
      writeValue(path.join(home, `${index}.txt`), value, how, isTouched);
    for (const name of litter > 0 ? ['.DS_Store', 'Thumbs.db'] : []) {
      writeFileSync(path.join(home, name), `litter ${litter}`);
    }
  }
}

function writeValue(file: string, value: number, how: DataSet['how'], isTouched: boolean): void {
  const text = `${value}\n`;
  if (!existsSync(file)) {
    writeFileSync(file, text);
    const anHourAgo = new Date(Date.now() - HOUR_MS);
    utimesSync(file, anHourAgo, anHourAgo);
    return;
  }
  if (isTouched) utimesSync(file, new Date(), new Date());
  if (readFileSync(file, 'utf8') === text) return;
  const { atime, mtime } = statSync(file);
  if (how === 'replaced-time-back') {
    writeFileSync(`${file}.new`, text);
    utimesSync(`${file}.new`, atime, mtime);
    renameSync(`${file}.new`, file);
    return;
  }
  writeFileSync(file, text);
  if (how === 'time-back') utimesSync(file, atime, mtime);
}
