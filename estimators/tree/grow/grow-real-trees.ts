import { realtreesKernel } from '../../../dist/kernels/realtrees.js';
import type { Work } from '../../compute/work.js';
import type { RealDataset } from '../../matrix.js';
import type { GrowthParams } from '../params.js';
import type { RealTree } from '../tree.js';
import { growInLanes } from './grow-in-lanes.js';
import { openRealLane } from './lanes.js';
import { placeReals, type Splitter } from './place-reals.js';

const FUNCTIONS = { best: 'growTree', random: 'growRandomTree' } as const;

/**
 * Grows trees on doubles, one for each seed: what `growTrees` and `growRandomTrees` do for pixels. scikit-learn sees 32-bit
 * floats, takes neighbouring values of at most 1e-7 apart for one, and keeps thresholds as doubles; so do these trees.
 */
export async function growRealTrees(
  splitter: Splitter,
  params: GrowthParams,
  seeds: ArrayLike<number>,
  train: RealDataset,
  work: Work,
  onTree?: (index: number, tree: RealTree) => void,
): Promise<RealTree[]> {
  const { compute } = work;
  const scope = compute.heap.scope();
  try {
    const data = await placeReals(splitter, train, work, scope);
    const grow = FUNCTIONS[splitter];
    const bootstrap = params.bootstrap ? 1 : 0;
    return await growInLanes(
      seeds,
      work,
      () => openRealLane(scope, compute.heap, data, params),
      ({ job }, seed) => compute.call(realtreesKernel, grow, job, seed, bootstrap),
      onTree,
    );
  } finally {
    scope.release();
  }
}
