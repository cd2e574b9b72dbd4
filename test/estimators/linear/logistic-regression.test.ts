import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type Dataset,
  logisticDecisions,
  logisticRegression,
  type Matrix,
  openCompute,
  RandomState,
} from '../../../estimators/index.js';
import { studyDigits } from '../forest/datasets.js';

type Data =
  | { readonly count: number; readonly only?: number[] }
  | { readonly rows: number; readonly columns: number; readonly classes: number; readonly seed: number };

interface Case {
  readonly data: Data;
  readonly C: number;
  readonly coef: string;
  readonly intercept: string;
  readonly labels: number[];
  readonly proba: string;
  readonly decisions: string;
}

const cases: Record<string, Case> = JSON.parse(readFileSync('test/fixtures/logistic.json', 'utf8'));
const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

/** The data set that test/oracle/logistic.py makes from the same description. */
function makeDataset(data: Data): Dataset {
  if ('count' in data) {
    const { images, labels } = studyDigits('train', data.count);
    const rows = [...labels.keys()].filter((row) => data.only?.includes(labels[row]!) ?? true);
    const pixels = rows.flatMap((row) => [...images.data.subarray(row * 784, (row + 1) * 784)]);
    return {
      images: { data: Uint8Array.from(pixels), rows: rows.length, columns: 784 },
      labels: Uint8Array.from(rows, (row) => labels[row]!),
    };
  }
  const { rows, columns, classes, seed } = data;
  const stream = new RandomState(seed);
  const codes = Uint8Array.from({ length: rows }, () => stream.randint(0, classes));
  const values = Uint8Array.from(
    { length: rows * columns },
    (_, i) => stream.randint(0, 200) + codes[Math.floor(i / columns)]! * 5,
  );
  return { images: { data: values, rows, columns }, labels: codes.map((code) => code * 3) };
}

/** What the oracle predicts: 1,000 digits, or the training samples with their features reversed. */
function probe({ images }: Dataset): Matrix {
  if (images.columns === 784) return studyDigits('test', 1000).images;
  const data = images.data.slice();
  for (let row = 0; row < images.rows; row++)
    data.subarray(row * images.columns, (row + 1) * images.columns).reverse();
  return { ...images, data };
}

function unpack(base64: string): Float64Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Float64Array(bytes.buffer);
}

function largestGap(found: Float64Array, expected: Float64Array): number {
  expect(expected.length).toBeGreaterThan(0);
  expect(found.length).toBeGreaterThanOrEqual(expected.length);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
}

describe("logistic regression is scikit-learn's", () => {
  test.for(Object.entries(cases))('%s', async ([, expected]) => {
    const train = makeDataset(expected.data);
    const params = logisticRegression.params.parse({ C: expected.C, tol: 1e-8 });
    const model = await logisticRegression.fit(params, train, work);
    expect(model.converged).toBe(true);
    const coef = unpack(expected.coef);
    expect(model.coef).toHaveLength(coef.length);
    expect(largestGap(model.coef, coef)).toBeLessThan(1e-11);
    expect(largestGap(model.intercept, unpack(expected.intercept))).toBeLessThan(1e-8);
    const images = probe(train);
    expect([...(await logisticRegression.predict(model, images, work))]).toEqual(expected.labels);
    const proba = await logisticRegression.predictProba(model, images, work);
    expect(proba.data).toHaveLength(images.rows * model.classes.length);
    expect(largestGap(proba.data, unpack(expected.proba))).toBeLessThan(1e-9);
    const decisions = await logisticDecisions(model, images, work);
    expect(decisions.data).toHaveLength(images.rows * decisions.columns);
    expect(largestGap(decisions.data, unpack(expected.decisions))).toBeLessThan(1e-8);
  });

  test.for(Object.entries(cases))('%s, labels and coefficients by the default tol', async ([, expected]) => {
    const train = makeDataset(expected.data);
    const params = logisticRegression.params.parse({ C: expected.C });
    const model = await logisticRegression.fit(params, train, work);
    expect(model.converged).toBe(true);
    expect(largestGap(model.coef, unpack(expected.coef))).toBeLessThan(1e-7);
    expect([...(await logisticRegression.predict(model, probe(train), work))]).toEqual(expected.labels);
  });
});

const train = studyDigits('train', 200);
const loose = logisticRegression.params.parse({ C: 1e-4, tol: 1e-2 });

test('a fit that runs out of steps says so', async () => {
  const { nIter, converged } = await logisticRegression.fit({ ...loose, maxIter: 1 }, train, work);
  expect({ nIter, converged }).toEqual({ nIter: 1, converged: false });
});

test('progress ends at 1', async () => {
  const seen: number[] = [];
  await logisticRegression.fit(loose, train, { compute, onProgress: (fraction) => seen.push(fraction) });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toBe(1);
});
