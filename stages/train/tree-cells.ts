import type { Work } from '../../estimators/compute/work.js';
import type { RandomForestParams } from '../../estimators/forest/params.js';
import { treeSeeds } from '../../estimators/forest/tree-seeds.js';
import type { Dataset } from '../../estimators/matrix.js';
import type { TrainingCall } from './training.js';

/** Grows a tree for each seed, and tells of each when it is done. */
type Grow<Tree> = (
  params: RandomForestParams,
  seeds: readonly number[],
  train: Dataset,
  work: Work,
  onTree: (index: number, tree: Tree) => void,
) => Promise<unknown>;

/** The trees of a forest. Each is a cell, so a larger forest only grows the trees that it has more. */
export function treeCells<Tree>(
  call: TrainingCall,
  grow: Grow<Tree>,
  params: RandomForestParams,
  train: Dataset,
  work: Work,
): Promise<Tree[]> {
  const seeds = treeSeeds(params.randomState, params.nEstimators);
  // A tree does not depend on how many others there are, nor on whether they are scored out of bag.
  const { nEstimators, oobScore, randomState, ...shape } = params;
  const names = seeds.map((seed) => ({
    train: call.inputHashes.train,
    trainOn: train.labels.length,
    shape,
    seed,
  }));
  return call.cells<Tree>(names, async (missing, put) => {
    const missingSeeds = missing.map((index) => seeds[index]!);
    await grow(params, missingSeeds, train, work, (index, tree) => put(missing[index]!, tree));
    call.log(`${missing.length} of ${nEstimators} trees grown; the others were known.`);
  });
}
