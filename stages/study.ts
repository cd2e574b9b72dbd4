import { randomForest } from '../estimators/forest/random-forest.js';
import { svc } from '../estimators/svm/svc.js';
import { voting } from '../estimators/voting/voting.js';
import { defineStudy } from '../pipeline/study.js';
import { evaluate } from './evaluate.js';
import { explore } from './explore.js';
import { fetch } from './fetch.js';
import { gridSearch } from './grid-search.js';
import { report } from './report.js';
import { split } from './split.js';
import { trainRandomForest } from './train-random-forest.js';
import { trainSvc } from './train-svc.js';
import { vote } from './vote.js';

const randomState = 42;
const svmAndForest = voting({ svc, randomForest });

/** The MNIST study: a support vector classifier, a random forest, and both voting, as they are and tuned. */
export const study = defineStudy('mnist', (step) => {
  const digits = step('digits', fetch, { params: { source: 'package' } });
  const { exploration } = step('explore', explore, { inputs: digits });
  const { train, test } = step('split', split, {
    params: { testSize: 0.2, randomState },
    inputs: { dataset: digits.dataset },
  });

  // The models as they come.
  const svm = step('svm', trainSvc, {
    params: { C: 1, gamma: 'scale', probability: true, randomState, trainOn: 10_000 },
    inputs: { train },
  });
  const rf = step('rf', trainRandomForest, { params: { nEstimators: 100, randomState }, inputs: { train } });
  const voteSvm = step('vote-svm', trainSvc, {
    params: { probability: true, randomState, trainOn: 20_000 },
    inputs: { train },
  });
  const voteRf = step('vote-rf', trainRandomForest, {
    params: { nEstimators: 100, randomState, trainOn: 20_000 },
    inputs: { train },
  });
  const votes = step('vote', vote, {
    params: { voting: 'soft' },
    inputs: { members: { svm: voteSvm.model, rf: voteRf.model } },
    uses: { classifier: svmAndForest },
  });

  // Their params searched.
  const svmGrid = step('svm-grid', gridSearch, {
    params: { grid: { C: [0.01, 0.1, 1, 10, 100] }, folds: 5, trainOn: 3_000 },
    inputs: { train },
    uses: { estimator: svc },
  });
  const svmTuned = step('svm-tuned', trainSvc, {
    params: { probability: true, randomState, trainOn: 10_000 },
    inputs: { train, tuned: svmGrid.best },
  });
  const rfGrid = step('rf-grid', gridSearch, {
    params: {
      grid: { nEstimators: [50, 100, 150, 200, 250, 300] },
      base: { randomState },
      folds: 5,
      trainOn: 10_000,
    },
    inputs: { train },
    uses: { estimator: randomForest },
  });
  const rfTuned = step('rf-tuned', trainRandomForest, {
    params: { randomState },
    inputs: { train, tuned: rfGrid.best },
  });

  // The tuned models, on all the data, voting.
  const finalSvm = step('final-svm', trainSvc, {
    params: { probability: true, randomState },
    inputs: { train, tuned: svmGrid.best },
  });
  const finalVote = step('final-vote', vote, {
    params: { voting: 'soft' },
    inputs: { members: { svm: finalSvm.model, rf: rfTuned.model } },
    uses: { classifier: svmAndForest },
  });

  // Each model on the test samples; the members of the votes too, to see where voting helps.
  const models = {
    svm: { model: svm.model, classifier: svc },
    rf: { model: rf.model, classifier: randomForest },
    'vote-svm': { model: voteSvm.model, classifier: svc },
    'vote-rf': { model: voteRf.model, classifier: randomForest },
    vote: { model: votes.model, classifier: svmAndForest },
    'svm-tuned': { model: svmTuned.model, classifier: svc },
    'rf-tuned': { model: rfTuned.model, classifier: randomForest },
    'final-svm': { model: finalSvm.model, classifier: svc },
    'final-vote': { model: finalVote.model, classifier: svmAndForest },
  };
  const evaluations = mapValues(models, ({ model, classifier }, name) =>
    step(`evaluate-${name}`, evaluate, { inputs: { model, test }, uses: { classifier } }),
  );

  step('report', report, {
    inputs: {
      exploration,
      train,
      test,
      models: mapValues(models, ({ model }) => model),
      scores: mapValues(evaluations, ({ scores }) => scores),
      predictions: mapValues(evaluations, ({ predictions }) => predictions),
      probabilities: mapValues(evaluations, ({ probabilities }) => probabilities),
      grids: { 'svm-grid': svmGrid.result, 'rf-grid': rfGrid.result },
    },
  });
});

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
