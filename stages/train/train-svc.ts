import { svcParams } from '../../estimators/svm/params.js';
import { svc } from '../../estimators/svm/svc.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { trainOn } from '../train-on.js';
import { training, trainingPorts } from './training.js';

/** Trains a support vector classifier. */
export const trainSvc = defineStage({
  name: 'train-svc',
  module: import.meta.url,
  params: svcParams.safeExtend({ trainOn }),
  ...trainingPorts,
  run: (call) => training(call, svcParams, svc.fit),
});
