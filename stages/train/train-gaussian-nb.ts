import { gaussianNb } from '../../estimators/naive-bayes/gaussian-nb.js';
import { gaussianNbParams } from '../../estimators/naive-bayes/params.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { trainOn } from '../train-on.js';
import { training, trainingPorts } from './training.js';

/** Trains a Gaussian naive Bayes classifier. */
export const trainGaussianNb = defineStage({
  name: 'train-gaussian-nb',
  module: import.meta.url,
  params: gaussianNbParams.safeExtend({ trainOn }),
  ...trainingPorts,
  run: (call) => training(call, gaussianNbParams, gaussianNb.fit),
});
