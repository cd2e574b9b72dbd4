// The package's grid search takes any classifier: this is the perceptron that `restudy init` writes. Each fit is a cell, so
// one more value costs its own fits alone: `--set 'grid.grid.epochs=[1,2,4,8]'`.
import { defineStudy } from 'restudy';
import { fetch, gridSearch, split } from 'restudy/stages';
import { perceptron } from '../../templates/project/classifiers/perceptron.ts';

export default defineStudy('grid-search-own-classifier', (step) => {
  const { dataset } = step('digits', fetch, { params: { source: 'package' } });
  const { train } = step('split', split, { inputs: { dataset } });
  step('grid', gridSearch, {
    params: { grid: { epochs: [1, 2, 4] }, folds: 3, trainOn: 1_500 },
    inputs: { train },
    uses: { estimator: perceptron },
  });
});
