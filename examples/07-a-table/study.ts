// Samples need not be images: here they are wines, by 13 measurements each (UCI's "Wine", CC BY 4.0). A column of a CSV file
// may have any numbers; the classes are called by their names.
import { fileURLToPath } from 'node:url';
import { defineStudy } from 'restudy';
import { randomForest, svc } from 'restudy/estimators';
import { evaluate, explore, fetch, report, split, trainRandomForest, trainSvc } from 'restudy/stages';
import { standardize } from './standardize.ts';

const path = fileURLToPath(new URL('wine.csv', import.meta.url));
const randomState = 42;

export default defineStudy('a-table', (step) => {
  const wines = step('wines', fetch, {
    params: { source: 'csv', path, name: 'wine', targetColumn: 'class' },
  });
  const { exploration } = step('explore', explore, { inputs: wines });
  const { train, test } = step('split', split, {
    params: { testSize: 0.3, randomState },
    inputs: { dataset: wines.dataset },
  });
  const standard = step('standardize', standardize, { inputs: { train, test } });

  // A tree only compares values of one feature with one another; a distance adds up all features.
  const rf = step('rf', trainRandomForest, { params: { randomState }, inputs: { train } });
  const svm = step('svm', trainSvc, {
    params: { probability: true, randomState },
    inputs: { train: standard.train },
  });
  const evaluateRf = step('evaluate-rf', evaluate, {
    inputs: { model: rf.model, test },
    uses: { classifier: randomForest },
  });
  const evaluateSvm = step('evaluate-svm', evaluate, {
    inputs: { model: svm.model, test: standard.test },
    uses: { classifier: svc },
  });

  step('report', report, {
    inputs: {
      exploration,
      train,
      test,
      models: { rf: rf.model, svm: svm.model },
      scores: { rf: evaluateRf.scores, svm: evaluateSvm.scores },
      predictions: { rf: evaluateRf.predictions, svm: evaluateSvm.predictions },
      probabilities: { rf: evaluateRf.probabilities, svm: evaluateSvm.probabilities },
      grids: {},
    },
  });
});
