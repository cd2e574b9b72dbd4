import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { type Compute, openCompute } from '../../../estimators/compute/compute.js';
import { head } from '../../../estimators/matrix.js';
import { fitSvc } from '../../../estimators/svm/fit.js';
import type { SvcModel } from '../../../estimators/svm/model.js';
import { svc } from '../../../estimators/svm/svc.js';
import { make } from './datasets.js';

const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

const digits = make({ digits: [0, 300] });
const noise = make({ seed: 1, rows: 400, columns: 20, span: 200, shift: 4, labels: [0, 1] });
const probability = svc.params.parse({ probability: true, randomState: 42 });

describe('params', () => {
  test("have scikit-learn's defaults", () => {
    expect(svc.params.parse({})).toEqual({
      C: 1,
      kernel: 'rbf',
      degree: 3,
      gamma: 'scale',
      coef0: 0,
      probability: false,
      tol: 1e-3,
      randomState: null,
    });
  });

  test('probabilities without a seed are refused, with the way out', () => {
    expect(() => svc.params.parse({ probability: true })).toThrow(/randomState must be an integer/);
  });

  test.each([
    { C: 0 },
    { C: -1 },
    { C: Number.NaN },
    { tol: 0 },
    { gamma: 0 },
    { gamma: 'wide' },
    { degree: -1 },
    { degree: 1.5 },
    { kernel: 'sigmoid' },
    { coef0: Number.POSITIVE_INFINITY },
    { randomState: 2 ** 32 },
    { randomState: 0.5 },
    { c: 1 },
  ])('%o is refused', (params) => {
    expect(svc.params.safeParse(params).success).toBe(false);
  });
});

describe('fit', () => {
  test('gives the same bytes on 1, 2 and 3 threads', async () => {
    const digests = [];
    for (const threads of [1, 2, 3]) {
      digests.push(
        await withCompute(threads, async (compute) => {
          const model = await svc.fit(probability, digits, { compute });
          const probabilities = await svc.predictProba(model, digits.images, { compute });
          return [digestOf(model), digest(probabilities.data)];
        }),
      );
    }
    expect(digests[1]).toEqual(digests[0]);
    expect(digests[2]).toEqual(digests[0]);
  });

  test('gives the same bytes when only a few kernel rows fit in memory', async () => {
    for (const train of [digits, noise]) {
      const params = { ...probability, C: 30 };
      const roomy = digestOf(await svc.fit(params, train, work));
      for (const rowCacheBytes of [1, 60_000]) {
        const [tight] = await fitSvc([params], train, work, { rowCacheBytes });
        expect(digestOf(tight!)).toBe(roomy);
      }
    }
  });

  test('candidates fitted together equal candidates fitted alone', async () => {
    const candidates = [
      { C: 0.01 },
      { C: 100, probability: true, randomState: 3 },
      { C: 1, kernel: 'linear' },
      { C: 1, gamma: 1e-6 },
      { C: 1, probability: true, randomState: 4 },
      { C: 1, tol: 0.01 },
    ].map((params) => svc.params.parse(params));
    const together = await svc.fitCandidates!(candidates, digits, work);
    const alone = [];
    for (const candidate of candidates) alone.push(await svc.fit(candidate, digits, work));
    expect(together.map(digestOf)).toEqual(alone.map(digestOf));
    expect(new Set(together.map(digestOf)).size).toBe(candidates.length);
  });

  test('candidates whose bounds are never reached equal one another, and candidates fitted alone', async () => {
    const candidates = [
      { C: 1 },
      { C: 1e4, probability: true, randomState: 3 },
      { C: 1e6, probability: true, randomState: 3 },
      { C: 1e6, probability: true, randomState: 4 },
      { C: 1e5 },
      { C: 1e5, tol: 0.01 },
    ].map((params) => svc.params.parse(params));
    const together = await svc.fitCandidates!(candidates, digits, work);
    const alone = [];
    for (const candidate of candidates) alone.push(await svc.fit(candidate, digits, work));
    expect(together.map(digestOf)).toEqual(alone.map(digestOf));
    expect(digestOf(together[2]!)).toBe(digestOf(together[1]!));
  });

  test('leaves its input as it was', async () => {
    const before = [digest(digits.images.data), digest(digits.labels)];
    await svc.fit(probability, digits, work);
    expect([digest(digits.images.data), digest(digits.labels)]).toEqual(before);
  });

  test('reports progress that never decreases and ends at 1', async () => {
    const fractions: number[] = [];
    const candidates = [svc.params.parse({}), svc.params.parse({ kernel: 'linear' })];
    // Enough for several calls of a thread: it reports between them.
    const many = make({ digits: [0, 4000] });
    await svc.fitCandidates!(candidates, many, { compute, onProgress: (done) => fractions.push(done) });
    expect(fractions.length).toBeGreaterThan(10);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  test('keeps the support vectors themselves', async () => {
    const { support, supportVectors } = await svc.fit(svc.params.parse({}), digits, work);
    expect(support.length).toBeGreaterThan(100);
    for (const [place, row] of support.entries()) {
      expect(supportVectors.data.subarray(place * 784, (place + 1) * 784)).toEqual(
        digits.images.data.subarray(row * 784, (row + 1) * 784),
      );
    }
  });

  test('refuses one class, as scikit-learn does', async () => {
    const one = make({ digits: [0, 100], labels: [4] });
    await expect(svc.fit(svc.params.parse({}), one, work)).rejects.toThrow(
      'The number of classes has to be greater than one; got 1 class',
    );
  });

  test('refuses labels that do not match the images', async () => {
    const short = { images: digits.images, labels: digits.labels.subarray(1) };
    await expect(svc.fit(svc.params.parse({}), short, work)).rejects.toThrow(
      /one label a sample; got 299 and 300/,
    );
  });

  test('refuses coefficients that are not finite', async () => {
    const params = svc.params.parse({ kernel: 'poly', degree: 200, gamma: 1 });
    await expect(svc.fit(params, head(digits, 40), work)).rejects.toThrow(/not finite/);
  });

  test('refuses more features than exact distances allow', async () => {
    const images = { data: new Uint8Array(2 * 33_026), rows: 2, columns: 33_026 };
    const wide = { images, labels: Uint8Array.of(0, 1) };
    await expect(svc.fit(svc.params.parse({}), wide, work)).rejects.toThrow(/at most 33025 features/);
  });
});

describe('predict', () => {
  test('refuses images of another size', async () => {
    const model = await svc.fit(svc.params.parse({}), digits, work);
    await expect(svc.predict(model, noise.images, work)).rejects.toThrow(
      'X has 20 features, but SVC is expecting 784 features',
    );
  });

  test('has no probabilities unless they were fitted', async () => {
    const model = await svc.fit(svc.params.parse({}), digits, work);
    expect(svc.hasProba(model)).toBe(false);
    await expect(svc.predictProba(model, digits.images, work)).rejects.toThrow(/probability true/);
  });

  test('a row has the same result whatever rows come with it', async () => {
    const model = await svc.fit(probability, digits, work);
    const { data } = await svc.predictProba(model, digits.images, work);
    const alone = { data: digits.images.data.subarray(7 * 784, 8 * 784), rows: 1, columns: 784 };
    expect((await svc.predictProba(model, alone, work)).data).toEqual(data.slice(70, 80));
  });

  test('no rows give no labels', async () => {
    const model = await svc.fit(svc.params.parse({}), digits, work);
    expect(await svc.predict(model, head(digits, 0).images, work)).toHaveLength(0);
  });
});

describe('abort', () => {
  test('a fit that is aborted rejects with the reason and leaves no memory in use', async () => {
    await withCompute(2, async (compute) => {
      // Far from done when it is aborted: hours of iterations.
      const params = svc.params.parse({ kernel: 'linear', C: 1e6 });
      const abort = new AbortController();
      const fit = svc.fit(params, noise, { compute, signal: abort.signal });
      setTimeout(() => abort.abort(new Error('no longer wanted')), 100);
      await expect(fit).rejects.toThrow('no longer wanted');
      expectAllFree(compute);
    });
  });

  test('nothing is in use after a fit and a prediction either', async () => {
    await withCompute(2, async (compute) => {
      const model = await svc.fit(probability, digits, { compute });
      await svc.predictProba(model, digits.images, { compute });
      await svc.fit(probability, make({ digits: [0, 9], labels: [5] }), { compute }).catch(() => {});
      expectAllFree(compute);
    });
  });
});

async function withCompute<Result>(
  threads: number,
  body: (compute: Compute) => Promise<Result>,
): Promise<Result> {
  const compute = openCompute(threads);
  try {
    return await body(compute);
  } finally {
    await compute.close();
  }
}

/** Where all of the heap is free again, all of it can be had in one piece without growing. */
function expectAllFree({ heap }: Compute): void {
  const before = heap.memory.buffer.byteLength;
  heap.release(heap.allocate(before - 1_048_576));
  expect(heap.memory.buffer.byteLength).toBe(before);
}

function digestOf(model: SvcModel): string {
  const hash = createHash('sha256');
  for (const [name, value] of Object.entries(model)) {
    hash.update(name);
    if (ArrayBuffer.isView(value)) hash.update(digest(value));
    else hash.update(JSON.stringify(value));
  }
  return hash.digest('hex');
}

function digest(array: ArrayBufferView): string {
  return createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex');
}
