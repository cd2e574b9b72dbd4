import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { type Dataset, toReals, type Values } from '../../../estimators/matrix.js';
import { decisionTree } from '../../../estimators/tree/decision-tree.js';
import { type ExpandedTree, expandTree } from '../../../estimators/tree/expand-tree.js';
import { growRandomTrees } from '../../../estimators/tree/grow/grow-random-trees.js';
import { growTrees } from '../../../estimators/tree/grow/grow-trees.js';
import type { AnyTree } from '../../../estimators/tree/tree.js';

const compute = openCompute(1);
const work: Work = { compute };
afterAll(() => compute.close());

/** Small data sets with few values, so that there are ties, duplicates and constants; `values` of 1 has only zeros. */
const datasets = fc
  .record({
    rows: fc.integer({ min: 1, max: 60 }),
    columns: fc.integer({ min: 1, max: 40 }),
    values: fc.integer({ min: 1, max: 6 }),
    classes: fc.integer({ min: 1, max: 20 }),
  })
  .chain(({ rows, columns, values, classes }) =>
    fc
      .record({
        data: fc.uint8Array({ minLength: rows * columns, maxLength: rows * columns, max: values - 1 }),
        labels: fc.uint8Array({ minLength: rows, maxLength: rows, max: classes - 1 }),
        seed: fc.integer({ min: 0, max: 0xffffffff }),
      })
      .map(({ data, labels, seed }) => ({
        train: { images: { data: data.map((value) => value * 51), rows, columns }, labels } satisfies Dataset,
        seed,
      })),
  );

/** The leaf a sample ends in, found by the definition. */
function leafOf(tree: AnyTree, image: Values): number {
  let node = 0;
  while (tree.feature[node]! >= 0) {
    node = image[tree.feature[node]!]! <= tree.threshold[node]! ? node + 1 : tree.next[node]!;
  }
  return node;
}

/** The class shares of a leaf. */
function sharesOf({ value, weightedNNodeSamples }: ExpandedTree, leaf: number, classes: number) {
  return value
    .subarray(leaf * classes, (leaf + 1) * classes)
    .map((weight) => weight / weightedNNodeSamples[leaf]!);
}

const imageOf = ({ images }: Dataset, row: number) =>
  images.data.subarray(row * images.columns, (row + 1) * images.columns);

test('every training sample of a fully grown tree is labelled right, unless an equal one disagrees', async () => {
  await fc.assert(
    fc.asyncProperty(datasets, async ({ train, seed }) => {
      const params = decisionTree.params.parse({ randomState: seed });
      const model = await decisionTree.fit(params, train, work);
      const predicted = await decisionTree.predict(model, train.images, work);
      const labelsOf = new Map<string, Set<number>>();
      for (const [row, label] of train.labels.entries()) {
        const image = imageOf(train, row).join();
        labelsOf.set(image, (labelsOf.get(image) ?? new Set()).add(label));
      }
      for (const [row, label] of train.labels.entries()) {
        const rivals = labelsOf.get(imageOf(train, row).join())!;
        if (rivals.size === 1) expect(predicted[row]).toBe(label);
        else expect(rivals).toContain(predicted[row]);
      }
    }),
    { numRuns: 60 },
  );
});

test('the leaves share out all draws of the bootstrap, and a node holds what its children hold', async () => {
  await fc.assert(
    fc.asyncProperty(datasets, fc.boolean(), async ({ train, seed }, bootstrap) => {
      const shape = {
        maxDepth: null,
        minSamplesSplit: 2,
        minSamplesLeaf: 1,
        maxFeatures: 'sqrt',
        bootstrap,
      } as const;
      const [tree] = await growTrees(shape, [seed], train, work);
      const { rows } = train.images;
      expect(tree!.leafWeight.reduce((sum, weight) => sum + weight, 0)).toBe(rows);
      const samples = tree!.leafSamples.reduce((sum, count) => sum + count, 0);
      if (bootstrap) expect(samples).toBeLessThanOrEqual(rows);
      else expect(samples).toBe(rows);
      const { childrenLeft, childrenRight, nNodeSamples, impurity } = expandTree(tree!);
      for (const [node, left] of childrenLeft.entries()) {
        expect(impurity[node]).toBeGreaterThanOrEqual(0);
        if (left < 0) continue;
        expect(nNodeSamples[left]! + nNodeSamples[childrenRight[node]!]!).toBe(nNodeSamples[node]);
      }
    }),
    { numRuns: 60 },
  );
});

test('probabilities are the class shares of the leaf that a sample ends in', async () => {
  await fc.assert(
    fc.asyncProperty(datasets, fc.integer({ min: 1, max: 5 }), async ({ train, seed }, minSamplesLeaf) => {
      const params = decisionTree.params.parse({ randomState: seed, minSamplesLeaf });
      const model = await decisionTree.fit(params, train, work);
      const { data, columns } = await decisionTree.predictProba(model, train.images, work);
      const expanded = expandTree(model.tree);
      for (let row = 0; row < train.images.rows; row++) {
        const leaf = leafOf(model.tree, imageOf(train, row));
        if (leaf > 0) expect(expanded.nNodeSamples[leaf]).toBeGreaterThanOrEqual(minSamplesLeaf);
        expect(data.subarray(row * columns, (row + 1) * columns)).toEqual(sharesOf(expanded, leaf, columns));
      }
    }),
    { numRuns: 60 },
  );
});

const shape = { maxDepth: null, minSamplesSplit: 2, minSamplesLeaf: 1, maxFeatures: 'sqrt' } as const;

test('the same numbers as bytes and as doubles give the same trees', async () => {
  await fc.assert(
    fc.asyncProperty(
      datasets,
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async ({ train, seed }, bootstrap, minSamplesLeaf) => {
        const params = { ...shape, bootstrap, minSamplesLeaf };
        const reals = { images: toReals(train.images), labels: train.labels };
        const [ofBytes] = await growTrees(params, [seed], train, work);
        const [ofDoubles] = await growTrees(params, [seed], reals, work);
        expect(ofDoubles).toEqual({ ...ofBytes, threshold: Float64Array.from(ofBytes!.threshold) });
        const randomOfBytes = await growRandomTrees(params, [seed], train, work);
        expect(await growRandomTrees(params, [seed], reals, work)).toEqual(randomOfBytes);
      },
    ),
    { numRuns: 60 },
  );
});

test('trees grown on bytes or on doubles take either', async () => {
  const anyDoubles = fc.double({ min: -1e38, max: 1e38, noDefaultInfinity: true, noNaN: true });
  const nearBytes = fc.integer({ min: -20, max: 530 }).map((half) => half / 2);
  await fc.assert(
    fc.asyncProperty(
      datasets,
      fc.array(fc.oneof(anyDoubles, nearBytes), { minLength: 8, maxLength: 8 }),
      async ({ train, seed }, values) => {
        const { columns } = train.images;
        const some = { data: new Float64Array(40 * columns), rows: 40, columns };
        for (let i = 0; i < some.data.length; i++) some.data[i] = values[i % values.length]! * ((i % 7) - 3);
        const ofDoubles = { images: some, labels: Uint8Array.from({ length: 40 }, (_, row) => row % 3) };
        const params = decisionTree.params.parse({ randomState: seed });
        for (const grownOn of [train, ofDoubles]) {
          const model = await decisionTree.fit(params, grownOn, work);
          const expanded = expandTree(model.tree);
          const { data, columns: classes } = await decisionTree.predictProba(model, train.images, work);
          for (let row = 0; row < train.images.rows; row++) {
            const leaf = leafOf(model.tree, imageOf(train, row));
            expect(data.subarray(row * classes, (row + 1) * classes)).toEqual(
              sharesOf(expanded, leaf, classes),
            );
          }
          const asDoubles = await decisionTree.predictProba(model, toReals(train.images), work);
          expect(asDoubles.data).toEqual(data);
        }
      },
    ),
    { numRuns: 60 },
  );
});
