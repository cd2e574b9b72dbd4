import { extratreesKernel } from '../../../dist/kernels/extratrees.js';
import type { Work } from '../../compute/work.js';
import { type Dataset, isPixels, type PixelDataset, toReals } from '../../matrix.js';
import { checkTrain } from '../check-data.js';
import type { GrowthParams } from '../params.js';
import type { RealTree } from '../tree.js';
import { growInLanes } from './grow-in-lanes.js';
import { growRealTrees } from './grow-real-trees.js';
import { openRandomByteLane } from './lanes.js';
import { placeBytes } from './place-bytes.js';

/**
 * Grows one tree with random splits for each seed, each exactly as scikit-learn's ExtraTreeClassifier with this
 * `random_state` does, on a bootstrap sample drawn from the same seed if `bootstrap` is set (as in its forests).
 * A tree depends on nothing but the shape, its seed and the data, so any subset of a forest's trees can be grown.
 *
 * @param onTree called as each tree is done, in any order, with its index in `seeds`
 * @throws RangeError if the data set is empty, its parts do not fit together, or a value is beyond 32-bit floats
 */
export async function growRandomTrees(
  params: GrowthParams,
  seeds: ArrayLike<number>,
  train: Dataset,
  work: Work,
  onTree?: (index: number, tree: RealTree) => void,
): Promise<RealTree[]> {
  checkTrain(train);
  const { images, labels } = train;
  return isPixels(images)
    ? growPixelTrees(params, seeds, { images, labels }, work, onTree)
    : growRealTrees('random', params, seeds, { images: toReals(images), labels }, work, onTree);
}

async function growPixelTrees(
  params: GrowthParams,
  seeds: ArrayLike<number>,
  train: PixelDataset,
  work: Work,
  onTree?: (index: number, tree: RealTree) => void,
): Promise<RealTree[]> {
  const { compute } = work;
  const scope = compute.heap.scope();
  try {
    const data = await placeBytes(scope.share(train.images.data), train, work, scope);
    const bootstrap = params.bootstrap ? 1 : 0;
    return await growInLanes(
      seeds,
      work,
      () => openRandomByteLane(scope, compute.heap, data, params),
      ({ job }, seed) => compute.call(extratreesKernel, 'growTree', job, seed, bootstrap),
      onTree,
    );
  } finally {
    scope.release();
  }
}
