import { extraTreesOf, extraTreesParams } from '../../estimators/forest/extra-trees.js';
import { treeSeeds } from '../../estimators/forest/tree-seeds.js';
import { head } from '../../estimators/matrix.js';
import { growRandomTrees } from '../../estimators/tree/grow-random-trees.js';
import type { RealTree } from '../../estimators/tree/tree.js';
import { defineStage, optional } from '../../pipeline/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { trainOn } from '../params.js';
import { workOf } from '../work.js';

/** Trains extra trees; each tree is a cell, so more of them only grow those that there are more. */
export const trainExtraTrees = defineStage({
  name: 'train-extra-trees',
  module: import.meta.url,
  params: extraTreesParams.safeExtend({ trainOn }),
  inputs: { train: dataset, tuned: optional(tunedParams) },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...own } = call.params;
    const params = extraTreesParams.parse({ ...own, ...call.inputs.tuned });
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
    const trees = await call.cells<RealTree>(names, async (missing, put) => {
      const missingSeeds = missing.map((index) => seeds[index]!);
      await growRandomTrees(params, missingSeeds, train, workOf(call), (i, tree) => put(missing[i]!, tree));
      call.log(`${missing.length} of ${nEstimators} trees grown; the others were known.`);
    });
    return { model: await extraTreesOf(params, trees, train, workOf(call)) };
  },
});
