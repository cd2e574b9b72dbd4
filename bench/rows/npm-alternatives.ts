import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../bench.js';
import { tryInstall } from '../peers/npm.js';
import { measureChild } from '../processes/node-process.js';
import { OURS, type Row, type Side } from '../row.js';

interface Alternative {
  readonly id: string;
  readonly title: string;
  readonly ours: string;
  readonly theirs: string;
  readonly version: string;
  /** As many as they finish in about half a minute. */
  readonly digits: number;
  readonly trees: number;
}

const alternatives: readonly Alternative[] = [
  {
    id: 'npm-svm',
    title: 'SVC fit, 2,000 digits',
    ours: 'restudy-svc',
    theirs: 'libsvm-js',
    version: '0.2',
    digits: 2000,
    trees: 0,
  },
  {
    id: 'npm-forest',
    title: 'forest fit, 10 trees on 1,000 digits',
    ours: 'restudy-forest',
    theirs: 'ml-random-forest',
    version: '2.1',
    digits: 1000,
    trees: 10,
  },
];

export const npmRows: readonly Row[] = alternatives.map(
  ({ id, title, ours, theirs, version, digits, trees }) => ({
    id,
    group: 'npm',
    title,
    repeat: 3,
    async prepare(bench) {
      const count = bench.quick ? 200 : digits;
      const measure = (who: string, folder = '') =>
        measureChild(bench, 'npm-alternatives', who, String(count), String(Math.min(trees, count)), folder);
      return {
        sides: [
          { name: OURS, measure: () => measure(ours) },
          await alternative(bench, theirs, version, (folder) => measure(theirs, folder)),
        ],
      };
    },
  }),
);

/** A package in a folder of its own: never a dependency of this project. */
async function alternative(
  bench: Bench,
  name: string,
  version: string,
  measure: (folder: string) => ReturnType<typeof measureChild>,
): Promise<Side> {
  const folder = bench.newFolder(name);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const missing = await tryInstall(folder, [`${name}@${version}`], bench);
  return missing ? { name, missing } : { name, repeat: 1, measure: () => measure(folder) };
}
