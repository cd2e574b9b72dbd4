import type { Work } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import type { Matrix } from '../matrix.js';
import { PACKED_TREE_WORDS, packTrees } from './packed-trees.js';
import type { AnyTree } from './tree.js';

/** Samples that one task takes through the trees: few enough that a task takes tens of milliseconds. */
const ROWS_PER_TASK = 512;

/**
 * Takes every sample through the trees in order and sums the class shares of the leaves it ends in, where a
 * class's share of a leaf is its weight divided by the leaf's (scikit-learn's `predict_proba` of one tree).
 *
 * @param counts ascending; after each of these numbers of trees, `take` is given the sums so far
 * @param take receives the sums of the samples from `firstRow` on: n x n_classes, row-major, to be read at once
 */
export async function sumShares(
  trees: readonly AnyTree[],
  images: Matrix,
  work: Work,
  counts: readonly number[],
  take: (sums: Float64Array, firstRow: number, count: number) => void,
): Promise<void> {
  const { compute } = work;
  const { rows, columns } = images;
  const scope = compute.heap.scope();
  try {
    const packed = await packTrees(trees, images, work, scope);
    const { classes, kernel } = packed;
    const data = scope.share(images.data);
    const rowBytes = columns * images.data.BYTES_PER_ELEMENT;
    const lanes = Array.from({ length: compute.threads }, () => scope.allocate(8 * ROWS_PER_TASK * classes));
    const tasks = Array.from({ length: Math.ceil(rows / ROWS_PER_TASK) }, (_, i) => i * ROWS_PER_TASK);
    await runLanes(tasks, work, async (firstRow, lane) => {
      const blockRows = Math.min(ROWS_PER_TASK, rows - firstRow);
      const address = lanes[lane]!;
      const sums = compute.heap.float64(address, blockRows * classes).fill(0);
      let summed = 0;
      for (const count of counts) {
        await compute.call(
          kernel,
          'addShares',
          ...[packed.address + 4 * PACKED_TREE_WORDS * summed, count - summed],
          ...[data + firstRow * rowBytes, columns, blockRows, classes, address],
        );
        take(sums, firstRow, count);
        summed = count;
      }
    });
  } finally {
    scope.release();
  }
}

/**
 * Sums divided by `divisor`, written to `target`: the mean of the trees' probabilities, as scikit-learn's
 * forests compute it.
 */
export function divideInto(target: Float64Array, sums: Float64Array, divisor: number): void {
  for (let i = 0; i < sums.length; i++) target[i] = sums[i]! / divisor;
}
