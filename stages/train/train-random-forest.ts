import { randomForestParams } from '../../estimators/forest/params.js';
import { forestOf } from '../../estimators/forest/random-forest.js';
import { treeSeeds } from '../../estimators/forest/tree-seeds.js';
import { head } from '../../estimators/matrix.js';
import { growTrees } from '../../estimators/tree/grow-trees.js';
import type { AnyTree } from '../../estimators/tree/tree.js';
import { defineStage, optional } from '../../pipeline/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { trainOn } from '../params.js';
import { workOf } from '../work.js';

/** Trains a random forest; each tree is a cell, so a larger forest only grows the trees that it has more. */
export const trainRandomForest = defineStage({
  name: 'train-random-forest',
  module: import.meta.url,
  params: randomForestParams.safeExtend({ trainOn }),
  inputs: { train: dataset, tuned: optional(tunedParams) },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...own } = call.params;
    const params = randomForestParams.parse({ ...own, ...call.inputs.tuned });
    const train = head(call.inputs.train, count ?? Number.POSITIVE_INFINITY);
    const seeds = treeSeeds(params.randomState, params.nEstimators);
    // A tree does not depend on how many others there are, nor on whether they are scored out of bag.
    const { nEstimators, oobScore, randomState, ...shape } = params;
    const names = seeds.map((seed) => ({
      train: call.inputHashes.train,
      trainOn: train.labels.length,
      shape,
      seed,
    }));
    const trees = await call.cells<AnyTree>(names, async (missing, put) => {
      const missingSeeds = missing.map((index) => seeds[index]!);
      await growTrees(params, missingSeeds, train, workOf(call), (index, tree) => put(missing[index]!, tree));
      call.log(`${missing.length} of ${nEstimators} trees grown; the others were known.`);
    });
    return { model: await forestOf(params, trees, train, workOf(call)) };
  },
});
