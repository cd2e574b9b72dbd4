import { PackedTree } from '../../dist/kernels/records/trees.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import type { Matrix } from '../matrix.js';
import { packTrees, placeRows } from './packed-trees.js';
import type { AnyTree } from './tree.js';

/**
 * Takes every sample through the trees in order and sums the class shares of the leaves it ends in, where a
 * class's share of a leaf is its weight divided by the leaf's (scikit-learn's `predict_proba` of one tree).
 *
 * @param counts ascending; after each of these numbers of trees, `take` is given the sums so far
 * @param take receives the sums of the samples from `firstRow` on: n x n_classes, row-major, to be read at once
 */
export async function sumShares(
  trees: readonly AnyTree[],
  samples: Matrix,
  work: Work,
  counts: readonly number[],
  take: (sums: Float64Array, firstRow: number, count: number) => void,
): Promise<void> {
  const { compute } = work;
  const { rows } = samples;
  const scope = compute.heap.scope();
  try {
    const packed = await packTrees(trees, samples, work, scope);
    const { classes, kernel } = packed;
    const { data, rowBytes, rowsPerTask } = placeRows(samples, scope);
    const lanes = Array.from({ length: compute.threads }, () => scope.allocate(8 * rowsPerTask * classes));
    const tasks = Array.from({ length: Math.ceil(rows / rowsPerTask) }, (_, i) => i * rowsPerTask);
    await runLanes(tasks, work, async (firstRow, lane) => {
      const blockRows = Math.min(rowsPerTask, rows - firstRow);
      const address = lanes[lane]!;
      const sums = compute.heap.float64(address, blockRows * classes).fill(0);
      let summed = 0;
      for (const count of counts) {
        await compute.call(
          kernel,
          'addShares',
          ...[packed.address + PackedTree.bytes * summed, count - summed],
          ...[data + firstRow * rowBytes, rowBytes, blockRows, classes, address],
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
