import { realtreesKernel } from '../../dist/kernels/realtrees.js';
import type { Work } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import type { RealDataset } from '../matrix.js';
import { openGrowLane } from './grow-job.js';
import type { TreeShape } from './params.js';
import { placeReals, type Splitter } from './place-reals.js';
import type { RealTree } from './tree.js';

const FUNCTIONS = { best: 'growTree', random: 'growRandomTree' } as const;

/**
 * Grows trees on doubles, one for each seed: what `growTrees` and `growRandomTrees` do for pixels. scikit-learn sees 32-bit
 * floats, takes neighbouring values of at most 1e-7 apart for one, and keeps thresholds as doubles; so do these trees.
 */
export async function growRealTrees(
  splitter: Splitter,
  params: TreeShape & { readonly bootstrap: boolean },
  seeds: ArrayLike<number>,
  train: RealDataset,
  work: Work,
  onTree?: (index: number, tree: RealTree) => void,
): Promise<RealTree[]> {
  const { compute } = work;
  const { heap } = compute;
  const scope = heap.scope();
  try {
    const { data, columns } = await placeReals(splitter, train, work, scope);
    const lanes = Array.from({ length: Math.min(compute.threads, seeds.length) }, () => ({
      ...openGrowLane(scope, heap, data, params),
      thresholds: scope.allocate(8 * 2 * data.rows),
    }));
    const tasks = Array.from(seeds, (seed, index) => ({ seed, index }));
    return await runLanes(tasks, work, async ({ seed, index }, laneNumber) => {
      const { job, harvest, thresholds } = lanes[laneNumber]!;
      const nodes = await compute.call(
        realtreesKernel,
        FUNCTIONS[splitter],
        ...[job, seed, params.bootstrap ? 1 : 0, ...columns, thresholds],
      );
      const tree = { ...harvest(nodes), threshold: heap.float64(thresholds, nodes).slice() };
      onTree?.(index, tree);
      return tree;
    });
  } finally {
    scope.release();
  }
}
