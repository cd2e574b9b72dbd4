import { randomForestParams } from '../../estimators/forest/params.js';
import { forestOf } from '../../estimators/forest/random-forest.js';
import { growTrees } from '../../estimators/tree/grow/grow-trees.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { trainOn } from '../train-on.js';
import { training, trainingPorts } from './training.js';
import { treeCells } from './tree-cells.js';

/** Trains a random forest, tree by tree. */
export const trainRandomForest = defineStage({
  name: 'train-random-forest',
  module: import.meta.url,
  params: randomForestParams.safeExtend({ trainOn }),
  ...trainingPorts,
  run: (call) =>
    training(call, randomForestParams, async (params, train, work) => {
      const trees = await treeCells(call, growTrees, params, train, work);
      return forestOf(params, trees, train, work);
    }),
});
