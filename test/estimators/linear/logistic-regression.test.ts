import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type Compute,
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
    // Far nearer than to the fit that ends at scikit-learn's default tol.
    const scale = coef.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largestGap(model.coef, coef)).toBeLessThan(1e-6 * scale);
    expect(largestGap(model.intercept, unpack(expected.intercept))).toBeLessThan(1e-4);
    const images = probe(train);
    expect([...(await logisticRegression.predict(model, images, work))]).toEqual(expected.labels);
    const proba = await logisticRegression.predictProba(model, images, work);
    expect(proba.data).toHaveLength(images.rows * model.classes.length);
    expect(largestGap(proba.data, unpack(expected.proba))).toBeLessThan(1e-6);
    const decisions = await logisticDecisions(model, images, work);
    expect(decisions.data).toHaveLength(images.rows * decisions.columns);
    expect(largestGap(decisions.data, unpack(expected.decisions))).toBeLessThan(1e-4);
  });

  test('the default tol gives the same labels, and coefficients within 1e-4', async () => {
    const expected = cases['200 digits']!;
    const train = makeDataset(expected.data);
    const model = await logisticRegression.fit(logisticRegression.params.parse({}), train, work);
    expect(model.converged).toBe(true);
    expect(largestGap(model.coef, unpack(expected.coef))).toBeLessThan(1e-4);
    expect([...(await logisticRegression.predict(model, probe(train), work))]).toEqual(expected.labels);
  });
});

const train = studyDigits('train', 700);
const images = studyDigits('test', 300).images;
const loose = logisticRegression.params.parse({ C: 1e-4, tol: 1e-2 });

/** Where the heap would place a megabyte: it moves if anything below is still held. */
function freePlace({ heap }: Compute): number {
  const address = heap.allocate(1 << 20);
  heap.release(address);
  return address;
}

test('1, 2 and 3 threads give the same bytes', async () => {
  const results = [];
  for (const threads of [1, 2, 3]) {
    const own = openCompute(threads);
    const model = await logisticRegression.fit(loose, train, { compute: own });
    results.push({ model, proba: await logisticRegression.predictProba(model, images, { compute: own }) });
    await own.close();
  }
  expect(results[0]!.model.nIter).toBeGreaterThan(1);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('the probabilities of a sample sum to 1, and the most probable class is predicted', async () => {
  const model = await logisticRegression.fit(loose, train, work);
  const { data, rows, columns } = await logisticRegression.predictProba(model, images, work);
  const labels = await logisticRegression.predict(model, images, work);
  for (let row = 0; row < rows; row++) {
    const own = [...data.subarray(row * columns, (row + 1) * columns)];
    expect(own.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
    expect(model.classes[own.indexOf(Math.max(...own))]).toBe(labels[row]);
  }
});

test('fitting and predicting change neither the data nor the params, and give all memory back', async () => {
  const own = openCompute(2);
  const place = freePlace(own);
  const copy = structuredClone(train);
  const model = await logisticRegression.fit(Object.freeze({ ...loose }), train, { compute: own });
  const kept = structuredClone(model);
  await logisticRegression.predict(model, images, { compute: own });
  expect(train).toEqual(copy);
  expect(model).toEqual(kept);
  expect(freePlace(own)).toBe(place);
  await own.close();
});

test('a fit that runs out of steps says so', async () => {
  const { nIter, converged } = await logisticRegression.fit({ ...loose, maxIter: 1 }, train, work);
  expect({ nIter, converged }).toEqual({ nIter: 1, converged: false });
});

test('progress never falls and ends at 1', async () => {
  const seen: number[] = [];
  await logisticRegression.fit(loose, train, { compute, onProgress: (fraction) => seen.push(fraction) });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test('aborting rejects with the reason and gives all memory back', async () => {
  const own = openCompute(2);
  const place = freePlace(own);
  const abort = new AbortController();
  const fitting = logisticRegression.fit(loose, train, {
    compute: own,
    signal: abort.signal,
    onProgress: () => abort.abort(new Error('enough')),
  });
  await expect(fitting).rejects.toThrow('enough');
  expect(freePlace(own)).toBe(place);
  await own.close();
});

describe('what it cannot be fitted on is refused', () => {
  const matrix = (rows: number, columns: number) => ({ data: new Uint8Array(rows * columns), rows, columns });
  test.for([
    ['one class', matrix(2, 3), [4, 4], /at least 2 classes; got 1/],
    ['no samples', matrix(0, 3), [], /At least one sample is needed/],
    ['no pixels', matrix(2, 0), [1, 2], /at least one pixel/],
    ['a label missing', matrix(2, 3), [1], /got 2 images and 1 labels/],
    ['bytes missing', { ...matrix(2, 3), rows: 3 }, [1, 2, 3], /3 x 3 has 9 bytes; got 6/],
  ] as const)('%s', async ([, images, labels, message]) => {
    const fitting = logisticRegression.fit(loose, { images, labels: Uint8Array.from(labels) }, work);
    await expect(fitting).rejects.toThrow(message);
  });

  test('images of another size than those fitted on', async () => {
    const model = await logisticRegression.fit(loose, train, work);
    await expect(logisticRegression.predict(model, matrix(1, 9), work)).rejects.toThrow(
      /fitted on images of 784 pixels; these have 9/,
    );
  });

  test.for([
    [{ C: 0 }, 'C must be a number above 0; got 0.'],
    [{ C: Number.NaN }, /^C must be a number above 0/],
    [{ tol: -1 }, 'tol must be a number above 0; got -1.'],
    [{ maxIter: 0.5 }, 'maxIter must be an integer of at least 1; got 0.5.'],
  ] as const)('params %j', ([params, message]) => {
    const { error } = logisticRegression.params.safeParse(params);
    expect(error!.issues[0]!.message).toMatch(message);
  });
});
