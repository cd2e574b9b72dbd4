import { nearestCentroid } from '../../estimators/centroid/nearest-centroid.js';
import { nearestCentroidParams } from '../../estimators/centroid/params.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { trainOn } from '../train-on.js';
import { training, trainingPorts } from './training.js';

/** Trains a nearest centroid classifier. */
export const trainNearestCentroid = defineStage({
  name: 'train-nearest-centroid',
  module: import.meta.url,
  params: nearestCentroidParams.safeExtend({ trainOn }),
  ...trainingPorts,
  run: (call) => training(call, nearestCentroidParams, nearestCentroid.fit),
});
