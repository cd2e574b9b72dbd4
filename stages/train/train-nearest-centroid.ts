import { nearestCentroid } from '../../estimators/centroid/nearest-centroid.js';
import { nearestCentroidParams } from '../../estimators/centroid/params.js';
import { head } from '../../estimators/matrix.js';
import { defineStage, optional } from '../../pipeline/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { trainOn } from '../params.js';
import { workOf } from '../work.js';

/** Trains a nearest centroid classifier; tuned params, where wired in, replace the step's own. */
export const trainNearestCentroid = defineStage({
  name: 'train-nearest-centroid',
  module: import.meta.url,
  params: nearestCentroidParams.safeExtend({ trainOn }),
  inputs: { train: dataset, tuned: optional(tunedParams) },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...own } = call.params;
    const params = nearestCentroidParams.parse({ ...own, ...call.inputs.tuned });
    const train = head(call.inputs.train, count ?? Number.POSITIVE_INFINITY);
    return { model: await nearestCentroid.fit(params, train, workOf(call)) };
  },
});
