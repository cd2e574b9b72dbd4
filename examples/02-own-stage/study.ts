// Two steps of one stage. `tsc` refuses a wrong wire, such as `inputs: { dataset: model }`.
import { defineStudy } from 'restudy';
import { nearestCentroid } from 'restudy/estimators';
import { evaluate, fetch, split, trainNearestCentroid } from 'restudy/stages';
import { binarize } from './binarize.ts';

export default defineStudy('own-stage', (step) => {
  const { dataset } = step('digits', fetch, { params: { source: 'package' } });
  const { train, test } = step('split', split, { inputs: { dataset } });
  const trainBinary = step('binarize-train', binarize, { inputs: { dataset: train } });
  const testBinary = step('binarize-test', binarize, { inputs: { dataset: test } });
  const { model } = step('centroid', trainNearestCentroid, { inputs: { train: trainBinary.dataset } });
  step('evaluate', evaluate, {
    inputs: { model, test: testBinary.dataset },
    uses: { classifier: nearestCentroid },
  });
});
