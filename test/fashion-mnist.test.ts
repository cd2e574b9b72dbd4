import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeNpy } from '../cache/artifact/npy.js';
import { type Finished, restudy, root, temporaryFolder } from './cli/restudy.js';

// The study on Fashion-MNIST by one params file, held against what scikit-learn gave (test/oracle/fashion_mnist.py). What
// takes seconds is run here; FASHION_MNIST=whole runs all that there are figures of, which takes minutes.

const DATA = '/usr/share/datasets/fashion-mnist';

interface ModelFigures {
  readonly correct: number;
  /** SHA-256 of the labels of the 14,000 test images. */
  readonly predictions: string;
  /** SHA-256 of all probabilities, where scikit-learn's last bits are the same on every processor. */
  readonly probabilities?: string;
}
interface GridFigures {
  readonly meanScores: readonly number[];
  readonly best: Readonly<Record<string, number>>;
}
const fixture: Readonly<Record<string, ModelFigures | GridFigures>> = JSON.parse(
  readFileSync(new URL('fixtures/fashion-mnist.json', import.meta.url), 'utf8'),
);
const wanted = process.env['FASHION_MNIST'] === 'whole' ? Object.keys(fixture) : ['svm', 'rf', 'svm-grid'];
const isModel = (step: string) => 'correct' in fixture[step]!;
const models = wanted.filter(isModel);
const grids = wanted.filter((step) => !isModel(step));

describe.skipIf(!existsSync(DATA))(`Fashion-MNIST (needs ${DATA}: Debian's dataset-fashion-mnist)`, () => {
  const { folder, remove } = temporaryFolder();
  afterAll(remove);
  const options = [
    '--cache',
    path.join(folder, 'cache'),
    '--params',
    path.join(root, 'docs/fashion-mnist.yaml'),
  ];
  let run: Finished;
  beforeAll(async () => {
    const steps = [...models.map((model) => `evaluate-${model}`), ...grids];
    run = await restudy(['run', '--json', ...options, ...steps]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  }, 1_800_000);

  async function get(what: string, format: 'npy' | 'json'): Promise<Buffer> {
    const file = path.join(folder, `${what}.${format}`);
    expect(await restudy(['get', what, '--format', format, '-o', file, ...options])).toMatchObject({
      code: 0,
    });
    return readFileSync(file);
  }
  const digest = async (what: string) => {
    const { buffer, byteOffset, byteLength } = decodeNpy(await get(what, 'npy')).data;
    return createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex');
  };

  test.each(models)("%s labels all test images as scikit-learn's does", async (model) => {
    const expected = fixture[model] as ModelFigures;
    const line = run.lines.find((entry) => entry.type === 'model' && entry['model'] === model);
    expect(line).toMatchObject({ correct: expected.correct, total: 14_000, seedAccuracy: null });
    expect(await digest(`evaluate-${model}.predictions`)).toBe(expected.predictions);
    if (!expected.probabilities) return;
    expect(await digest(`evaluate-${model}.probabilities`)).toBe(expected.probabilities);
  });

  test.each(grids)('%s scores all candidates as GridSearchCV does', async (grid) => {
    const expected = fixture[grid] as GridFigures;
    const { candidates, bestParams } = JSON.parse((await get(`${grid}.result`, 'json')).toString());
    const means = candidates.map(({ mean }: { readonly mean: number }) => mean);
    expect(means).toEqual(expected.meanScores);
    expect(Object.values(bestParams)).toEqual(Object.values(expected.best));
  });
});
