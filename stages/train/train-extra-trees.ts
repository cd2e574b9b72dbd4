import { extraTreesOf, extraTreesParams } from '../../estimators/forest/extra-trees.js';
import { growRandomTrees } from '../../estimators/tree/grow/grow-random-trees.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { trainOn } from '../train-on.js';
import { training, trainingPorts } from './training.js';
import { treeCells } from './tree-cells.js';

/** Trains extra trees, tree by tree. */
export const trainExtraTrees = defineStage({
  name: 'train-extra-trees',
  module: import.meta.url,
  params: extraTreesParams.safeExtend({ trainOn }),
  ...trainingPorts,
  run: (call) =>
    training(call, extraTreesParams, async (params, train, work) => {
      const trees = await treeCells(call, growRandomTrees, params, train, work);
      return extraTreesOf(params, trees, train, work);
    }),
});
