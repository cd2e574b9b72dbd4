import { head } from '../../estimators/matrix.js';
import { svcParams } from '../../estimators/svm/params.js';
import { svc } from '../../estimators/svm/svc.js';
import { defineStage, optional } from '../../pipeline/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { trainOn } from '../params.js';
import { workOf } from '../work.js';

/** Trains a support vector classifier; tuned params, where wired in, replace the step's own. */
export const trainSvc = defineStage({
  name: 'train-svc',
  module: import.meta.url,
  params: svcParams.safeExtend({ trainOn }),
  inputs: { train: dataset, tuned: optional(tunedParams) },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...own } = call.params;
    const params = svcParams.parse({ ...own, ...call.inputs.tuned });
    const train = head(call.inputs.train, count ?? Number.POSITIVE_INFINITY);
    return { model: await svc.fit(params, train, workOf(call)) };
  },
});
