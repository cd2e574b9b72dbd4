import { defineStudy } from 'restudy';
import { kNeighbors } from 'restudy/estimators';
import { fetch, split } from 'restudy/stages';
import { curve } from './learning-curve.ts';

export default defineStudy('cells-and-progress', (step) => {
  const { dataset } = step('digits', fetch, { params: { source: 'package' } });
  const { train, test } = step('split', split, { inputs: { dataset } });
  step('curve', curve, {
    params: { sizes: [100, 1_000] },
    inputs: { train, test },
    uses: { classifier: kNeighbors },
  });
});
