import { forestKernel } from '../../dist/kernels/forest.js';
import { TWISTER_WORDS } from '../../dist/kernels/records/trees.js';
import type { Probabilities } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import { type Dataset, encodeLabels } from '../matrix.js';
import { largestColumns } from '../most-probable.js';
import { packTrees, placeRows } from '../tree/packed-trees.js';
import type { AnyTree } from '../tree/tree.js';
import { treeSeeds } from './tree-seeds.js';

/** scikit-learn's `oob_score_` and `oob_decision_function_`. */
export interface OutOfBag {
  readonly score: number;
  readonly decisionFunction: Probabilities;
}

/**
 * Scores a forest on its own training samples, each by the trees that did not draw it. What a tree drew is
 * drawn again from its seed.
 */
export async function scoreOutOfBag(
  params: { readonly randomState: number },
  trees: readonly AnyTree[],
  train: Dataset,
  work: Work,
): Promise<OutOfBag> {
  const { compute } = work;
  const { rows } = train.images;
  const { classes, codes } = encodeLabels(train.labels);
  const scope = compute.heap.scope();
  try {
    const packed = await packTrees(trees, train.images, work, scope);
    const leftOut = scope.allocate(trees.length * rows);
    const drawLanes = Array.from({ length: compute.threads }, () => ({
      twister: scope.allocate(4 * TWISTER_WORDS),
      weights: scope.allocate(4 * rows),
    }));
    const seeds = [...treeSeeds(params.randomState, trees.length).entries()];
    await runLanes(seeds, { ...work, onProgress: undefined }, ([index, seed], lane) => {
      const { twister, weights } = drawLanes[lane]!;
      return compute.call(
        forestKernel,
        'markLeftOut',
        ...[twister, weights, rows, seed, leftOut + index * rows],
      );
    });
    const { data, rowBytes, rowsPerTask } = placeRows(train.images, scope);
    const sums = scope.allocate(8 * rows * classes.length);
    const tasks = Array.from({ length: Math.ceil(rows / rowsPerTask) }, (_, i) => i * rowsPerTask);
    await runLanes(tasks, work, (firstRow) => {
      const blockRows = Math.min(rowsPerTask, rows - firstRow);
      return compute.call(
        packed.kernel,
        'meanLeftOutShares',
        ...[packed.address, packed.count, data + firstRow * rowBytes, rowBytes, blockRows, classes.length],
        ...[leftOut + firstRow, rows, sums + 8 * firstRow * classes.length],
      );
    });
    const means = compute.heap.float64(sums, rows * classes.length).slice();
    const predicted = largestColumns(means, classes.length);
    const correct = predicted.reduce((count, code, row) => count + (code === codes[row] ? 1 : 0), 0);
    return { score: correct / rows, decisionFunction: { data: means, rows, columns: classes.length } };
  } finally {
    scope.release();
  }
}
