import { head } from '../../estimators/matrix.js';
import { gaussianNb } from '../../estimators/naive-bayes/gaussian-nb.js';
import { gaussianNbParams } from '../../estimators/naive-bayes/params.js';
import { defineStage, optional } from '../../pipeline/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { trainOn } from '../params.js';
import { workOf } from '../work.js';

/** Trains a Gaussian naive Bayes classifier; tuned params, where wired in, replace the step's own. */
export const trainGaussianNb = defineStage({
  name: 'train-gaussian-nb',
  module: import.meta.url,
  params: gaussianNbParams.safeExtend({ trainOn }),
  inputs: { train: dataset, tuned: optional(tunedParams) },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...own } = call.params;
    const params = gaussianNbParams.parse({ ...own, ...call.inputs.tuned });
    const train = head(call.inputs.train, count ?? Number.POSITIVE_INFINITY);
    return { model: await gaussianNb.fit(params, train, workOf(call)) };
  },
});
