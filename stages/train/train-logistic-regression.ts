import { logisticRegression } from '../../estimators/linear/logistic-regression.js';
import { logisticRegressionParams } from '../../estimators/linear/params.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { trainOn } from '../train-on.js';
import { training, trainingPorts } from './training.js';

/** Trains a multinomial logistic regression. */
export const trainLogisticRegression = defineStage({
  name: 'train-logistic-regression',
  module: import.meta.url,
  params: logisticRegressionParams.safeExtend({ trainOn }),
  ...trainingPorts,
  run: (call) =>
    training(call, logisticRegressionParams, async (params, train, work) => {
      const fitted = await logisticRegression.fit(params, train, work);
      if (!fitted.converged) {
        call.log(
          `Not converged after ${fitted.nIter} steps: the gradient still exceeds tol = ${params.tol}.`,
        );
      }
      return fitted;
    }),
});
