import { head } from '../../estimators/matrix.js';
import { kNeighbors } from '../../estimators/neighbors/k-neighbors.js';
import { kNeighborsParams } from '../../estimators/neighbors/params.js';
import { defineStage, optional } from '../../pipeline/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { trainOn } from '../params.js';
import { workOf } from '../work.js';

/** Trains a k-nearest neighbors classifier; tuned params, where wired in, replace the step's own. */
export const trainKNeighbors = defineStage({
  name: 'train-k-neighbors',
  module: import.meta.url,
  params: kNeighborsParams.safeExtend({ trainOn }),
  inputs: { train: dataset, tuned: optional(tunedParams) },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...own } = call.params;
    const params = kNeighborsParams.parse({ ...own, ...call.inputs.tuned });
    // All of them as they came in, so that the model refers to that data set and does not store it again.
    const train = count === null ? call.inputs.train : head(call.inputs.train, count);
    return { model: await kNeighbors.fit(params, train, workOf(call)) };
  },
});
