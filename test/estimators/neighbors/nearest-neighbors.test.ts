import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { PixelMatrix } from '../../../estimators/matrix.js';
import { nearestNeighbors } from '../../../estimators/neighbors/nearest-neighbors.js';

const compute = openCompute(2);
afterAll(() => compute.close());

function matrix(rows: readonly (readonly number[])[]): PixelMatrix {
  return { data: Uint8Array.from(rows.flat()), rows: rows.length, columns: rows[0]?.length ?? 0 };
}

async function search(samples: PixelMatrix, queries: PixelMatrix, k: number, pool = compute) {
  const neighbors = await nearestNeighbors(samples, { compute: pool });
  try {
    const { indices, squaredDistances } = await neighbors.kneighbors(queries, k, { compute: pool });
    return { indices: [...indices], squaredDistances: [...squaredDistances] };
  } finally {
    neighbors.release();
  }
}

/** Every distance, and the first of equals first. */
function bruteForce(samples: PixelMatrix, queries: PixelMatrix, k: number) {
  const row = ({ data, columns }: PixelMatrix, index: number) =>
    data.subarray(index * columns, (index + 1) * columns);
  const nearest = Array.from({ length: queries.rows }, (_, query) => {
    const all = Array.from({ length: samples.rows }, (_, index) => {
      const sample = row(samples, index);
      const squared = row(queries, query).reduce((sum, value, i) => sum + (value - sample[i]!) ** 2, 0);
      return { index, squared };
    });
    return all.sort((a, b) => a.squared - b.squared || a.index - b.index).slice(0, k);
  }).flat();
  return {
    indices: nearest.map(({ index }) => index),
    squaredDistances: nearest.map(({ squared }) => squared),
  };
}

/** Numbers that look random and are the same in every test. */
function noise(rows: number, columns: number, levels: number): PixelMatrix {
  let state = 1;
  const data = Uint8Array.from({ length: rows * columns }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % levels;
  });
  return { data, rows, columns };
}

describe('the nearest neighbors', () => {
  test('are those that brute force finds, with the first of equals first', async () => {
    const features = fc.integer({ min: 1, max: 9 });
    const problem = features.chain((columns) => {
      const row = fc.array(fc.constantFrom(0, 0, 1, 2, 254, 255), { minLength: columns, maxLength: columns });
      return fc.record({
        samples: fc.array(row, { minLength: 1, maxLength: 40 }),
        queries: fc.array(row, { minLength: 1, maxLength: 11 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      });
    });
    await fc.assert(
      fc.asyncProperty(problem, async ({ samples, queries, share }) => {
        const k = 1 + Math.floor(share * (samples.length - 1));
        const [x, y] = [matrix(samples), matrix(queries)];
        expect(await search(x, y, k)).toEqual(bruteForce(x, y, k));
      }),
      { numRuns: 60 },
    );
  });

  test('are found among samples of many parts and tasks, whose last ones are not full', async () => {
    const samples = noise(2 * 16_384 + 300, 5, 7);
    const queries = noise(13, 5, 7);
    expect(await search(samples, queries, 6)).toEqual(bruteForce(samples, queries, 6));
  });

  test('are the same on one thread', async () => {
    const single = openCompute(1);
    try {
      const [samples, queries] = [noise(20_000, 12, 200), noise(9, 12, 200)];
      expect(await search(samples, queries, 8, single)).toEqual(await search(samples, queries, 8));
    } finally {
      await single.close();
    }
  });

  test('are at distances that are exact where they are as large as can be', async () => {
    const [white, black] = [matrix([Array(784).fill(0)]), matrix([Array(784).fill(255)])];
    expect(await search(white, black, 1)).toEqual({ indices: [0], squaredDistances: [784 * 255 * 255] });
  });

  test('leave no memory behind', async () => {
    const before = compute.heap.allocate(64);
    compute.heap.release(before);
    await search(noise(1_000, 30, 255), noise(3, 30, 255), 4);
    const after = compute.heap.allocate(64);
    compute.heap.release(after);
    expect(after).toBe(before);
  });
});

test.each([
  [0, 'k must be a whole number from 1 to the number of samples, 3; got 0.'],
  [4, 'k must be a whole number from 1 to the number of samples, 3; got 4.'],
  [1.5, 'k must be a whole number from 1 to the number of samples, 3; got 1.5.'],
])('%s neighbors of three samples are refused', async (k, message) => {
  await expect(search(noise(3, 4, 9), noise(1, 4, 9), k)).rejects.toThrow(message);
});

test('queries of another size are refused', async () => {
  await expect(search(noise(3, 4, 9), noise(1, 5, 9), 1)).rejects.toThrow(
    'The queries have 5 features, but the samples have 4: search with as many.',
  );
});

test('no samples, and more features than exact distances allow, are refused', async () => {
  await expect(search(noise(0, 4, 9), noise(1, 4, 9), 1)).rejects.toThrow('at least one sample; got none');
  await expect(search(noise(1, 33_026, 9), noise(1, 4, 9), 1)).rejects.toThrow(
    'at most 33025 features (distances are exact 32-bit integers); got 33026',
  );
});
