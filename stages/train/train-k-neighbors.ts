import { kNeighbors } from '../../estimators/neighbors/k-neighbors.js';
import { kNeighborsParams } from '../../estimators/neighbors/params.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { trainOn } from '../train-on.js';
import { training, trainingPorts } from './training.js';

/** Trains a k-nearest neighbors classifier. */
export const trainKNeighbors = defineStage({
  name: 'train-k-neighbors',
  module: import.meta.url,
  params: kNeighborsParams.safeExtend({ trainOn }),
  ...trainingPorts,
  run: (call) => training(call, kNeighborsParams, kNeighbors.fit),
});
