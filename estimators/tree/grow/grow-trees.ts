import { forestKernel } from '../../../dist/kernels/forest.js';
import type { Work } from '../../compute/work.js';
import { type Dataset, isPixels, toReals } from '../../matrix.js';
import { checkTrain } from '../check-data.js';
import type { GrowthParams } from '../params.js';
import type { AnyTree } from '../tree.js';
import { rankInBytes } from './byte-ranks.js';
import { growInLanes } from './grow-in-lanes.js';
import { growRealTrees } from './grow-real-trees.js';
import { openByteLane } from './lanes.js';
import { placeBytes } from './place-bytes.js';

/**
 * Grows one tree for each seed, each exactly as scikit-learn's DecisionTreeClassifier with this `random_state`
 * does, on a bootstrap sample drawn from the same seed if `bootstrap` is set (as in its forests). A tree
 * depends on nothing but the shape, its seed and the data, so any subset of a forest's trees can be grown.
 *
 * @param onTree called as each tree is done, in any order, with its index in `seeds`
 * @throws RangeError if the data set is empty, its parts do not fit together, or a value is beyond 32-bit floats
 */
export async function growTrees(
  params: GrowthParams,
  seeds: ArrayLike<number>,
  train: Dataset,
  work: Work,
  onTree?: (index: number, tree: AnyTree) => void,
): Promise<AnyTree[]> {
  checkTrain(train);
  const { images, labels } = train;
  const { compute } = work;
  const { heap } = compute;
  const scope = heap.scope();
  try {
    const ranks = isPixels(images)
      ? { bytes: scope.share(images.data), valueAt: (_: number, byte: number) => byte }
      : await rankInBytes(toReals(images), work, scope);
    if (!ranks) {
      // It takes what room there is.
      scope.release();
      return await growRealTrees('best', params, seeds, { images: toReals(images), labels }, work, onTree);
    }
    const data = await placeBytes(ranks.bytes, train, work, scope);
    const thresholds = isPixels(images) ? Float32Array : Float64Array;
    const bootstrap = params.bootstrap ? 1 : 0;
    return await growInLanes(
      seeds,
      work,
      () => openByteLane(scope, heap, data, params, thresholds, ranks.valueAt),
      ({ job }, seed) => compute.call(forestKernel, 'growTree', job, seed, bootstrap),
      onTree,
    );
  } finally {
    scope.release();
  }
}
