import { extratreesKernel } from '../../dist/kernels/extratrees.js';
import type { Work } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import { type Dataset, isPixels, type PixelDataset, toReals } from '../matrix.js';
import { checkTrain } from './check-data.js';
import { openGrowLane } from './grow-job.js';
import { growRealTrees } from './grow-real-trees.js';
import type { TreeShape } from './params.js';
import { placePixels } from './place-pixels.js';
import type { RealTree } from './tree.js';

/** A tree with random splits: its thresholds have all bits of a double. */
export type RandomTree = RealTree;

/**
 * Grows one tree with random splits for each seed, each exactly as scikit-learn's ExtraTreeClassifier with this
 * `random_state` does, on a bootstrap sample drawn from the same seed if `bootstrap` is set (as in its forests).
 * A tree depends on nothing but the shape, its seed and the data, so any subset of a forest's trees can be grown.
 *
 * @param onTree called as each tree is done, in any order, with its index in `seeds`
 * @throws RangeError if the data set is empty, its parts do not fit together, or a value is beyond 32-bit floats
 */
export async function growRandomTrees(
  params: TreeShape & { readonly bootstrap: boolean },
  seeds: ArrayLike<number>,
  train: Dataset,
  work: Work,
  onTree?: (index: number, tree: RandomTree) => void,
): Promise<RandomTree[]> {
  checkTrain(train);
  const { images, labels } = train;
  return isPixels(images)
    ? growPixelTrees(params, seeds, { images, labels }, work, onTree)
    : growRealTrees('random', params, seeds, { images: toReals(images), labels }, work, onTree);
}

async function growPixelTrees(
  params: TreeShape & { readonly bootstrap: boolean },
  seeds: ArrayLike<number>,
  train: PixelDataset,
  work: Work,
  onTree?: (index: number, tree: RandomTree) => void,
): Promise<RandomTree[]> {
  const { compute } = work;
  const { heap } = compute;
  const scope = heap.scope();
  try {
    const data = await placePixels(train, work, scope);
    const lanes = Array.from({ length: Math.min(compute.threads, seeds.length) }, () => ({
      ...openGrowLane(scope, heap, data, params),
      thresholds: scope.allocate(8 * 2 * data.rows),
    }));
    const tasks = Array.from(seeds, (seed, index) => ({ seed, index }));
    return await runLanes(tasks, work, async ({ seed, index }, laneNumber) => {
      const { job, harvest, thresholds } = lanes[laneNumber]!;
      const bootstrap = params.bootstrap ? 1 : 0;
      const nodes = await compute.call(extratreesKernel, 'growTree', job, seed, bootstrap, thresholds);
      const tree = { ...harvest(nodes), threshold: heap.float64(thresholds, nodes).slice() };
      onTree?.(index, tree);
      return tree;
    });
  } finally {
    scope.release();
  }
}
