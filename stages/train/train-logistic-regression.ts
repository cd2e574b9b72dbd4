import { logisticRegression } from '../../estimators/linear/logistic-regression.js';
import { logisticRegressionParams } from '../../estimators/linear/params.js';
import { head } from '../../estimators/matrix.js';
import { defineStage, optional } from '../../pipeline/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { trainOn } from '../params.js';
import { workOf } from '../work.js';

/** Trains a multinomial logistic regression; tuned params, where wired in, replace the step's own. */
export const trainLogisticRegression = defineStage({
  name: 'train-logistic-regression',
  module: import.meta.url,
  params: logisticRegressionParams.safeExtend({ trainOn }),
  inputs: { train: dataset, tuned: optional(tunedParams) },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...own } = call.params;
    const params = logisticRegressionParams.parse({ ...own, ...call.inputs.tuned });
    const train = head(call.inputs.train, count ?? Number.POSITIVE_INFINITY);
    const fitted = await logisticRegression.fit(params, train, workOf(call));
    if (!fitted.converged) {
      call.log(`Not converged after ${fitted.nIter} steps: the gradient still exceeds tol = ${params.tol}.`);
    }
    return { model: fitted };
  },
});
