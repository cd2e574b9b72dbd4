import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './restudy.js';

/** A copy of restudy's sources, to be edited. */
export interface Sources {
  readonly folder: string;
  /** Changes a piece of a file's text, which must be there. */
  edit(file: string, from: string, to: string): void;
}

/** Copies what restudy needs to run from its sources. What is compiled beforehand is taken from `dist/`. */
export function copySources(folder: string): Sources {
  const copied = [
    ...['cache', 'cli', 'estimators', 'pipeline', 'reports', 'scripts', 'stages'],
    ...['tsconfig.json', 'package.json', 'dist/kernels', 'dist/worker.cjs'],
  ];
  for (const part of copied) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    edit(file, from, to) {
      const place = path.join(folder, file);
      const before = readFileSync(place, 'utf8');
      if (!before.includes(from)) throw new Error(`${file} does not contain "${from}".`);
      writeFileSync(place, before.replace(from, to));
    },
  };
}
