import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openCompute } from '../../../../estimators/compute/compute.js';
import type { Work } from '../../../../estimators/compute/work.js';
import type { RealMatrix } from '../../../../estimators/matrix.js';
import { rankInBytes } from '../../../../estimators/tree/grow/byte-ranks.js';
import { growRealTrees } from '../../../../estimators/tree/grow/grow-real-trees.js';
import { growTrees } from '../../../../estimators/tree/grow/grow-trees.js';

const compute = openCompute(2);
const work: Work = { compute };
afterAll(() => compute.close());

const matrix = (columns: readonly (readonly number[])[]): RealMatrix => {
  const rows = columns[0]!.length;
  const data = Float64Array.from({ length: rows * columns.length }, (_, i) => {
    return columns[i % columns.length]![Math.floor(i / columns.length)]!;
  });
  return { data, rows, columns: columns.length };
};

/** The ranks by column, and the values that they stand for; undefined if there are none. */
async function ranksOf(images: RealMatrix) {
  const scope = compute.heap.scope();
  try {
    const found = await rankInBytes(images, work, scope);
    if (!found) return undefined;
    const bytes = compute.heap.bytes(found.bytes, images.data.length).slice();
    return Array.from({ length: images.columns }, (_, column) => {
      const ranks = Array.from({ length: images.rows }, (_, row) => bytes[row * images.columns + column]!);
      return { ranks, values: ranks.map((rank) => found.valueAt(column, rank)) };
    });
  } finally {
    scope.release();
  }
}

test('values are ranked column by column, and each rank has its value as a 32-bit float', async () => {
  const first = [0.1, -3e30, 0.1, 12, 0, -0, 7];
  const [one, other] = (await ranksOf(matrix([first, first.map(() => 5)])))!;
  expect(one).toEqual({ ranks: [2, 0, 2, 4, 1, 1, 3], values: first.map((value) => Math.fround(value + 0)) });
  expect(other).toEqual({ ranks: first.map(() => 0), values: first.map(() => 5) });
});

const counted = (count: number) => Array.from({ length: 400 }, (_, i) => ((i * 7) % count) / count - 0.5);

test.each([
  ['256 values in each column', [counted(256), counted(3)], true],
  ['257 values in one of many columns', [counted(3), counted(256), counted(257), counted(2)], false],
  ['two values that trees tell from one another', [[0, 1, 1 + 2 ** -22]], true],
  ['two values that trees take for one', [[0, 1, 1 + 2 ** -23]], false],
])('%s: ranked in bytes or not', async (_, columns, areRanked) => {
  expect((await ranksOf(matrix(columns))) !== undefined).toBe(areRanked);
});

/** Small data sets with few values in a column, of any size and sign. */
const datasets = fc
  .record({ rows: fc.integer({ min: 1, max: 60 }), columns: fc.integer({ min: 1, max: 12 }) })
  .chain(({ rows, columns }) => {
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 6,
    });
    const column = values.chain((few) =>
      fc.array(fc.constantFrom(...few), { minLength: rows, maxLength: rows }),
    );
    return fc.record({
      images: fc.array(column, { minLength: columns, maxLength: columns }).map(matrix),
      labels: fc.uint8Array({ minLength: rows, maxLength: rows, max: 4 }),
      seed: fc.integer({ min: 0, max: 0xffffffff }),
    });
  });

test('trees that are grown on ranks are those that are grown on the values', async () => {
  const shape = { maxDepth: null, minSamplesSplit: 2, minSamplesLeaf: 1, maxFeatures: 'sqrt' } as const;
  let ranked = 0;
  await fc.assert(
    fc.asyncProperty(datasets, fc.boolean(), async ({ images, labels, seed }, bootstrap) => {
      if (await ranksOf(images)) ranked++;
      const params = { ...shape, bootstrap };
      const ofValues = await growRealTrees('best', params, [seed], { images, labels }, work);
      expect(await growTrees(params, [seed], { images, labels }, work)).toEqual(ofValues);
    }),
    { numRuns: 100 },
  );
  expect(ranked).toBeGreaterThan(10);
});
