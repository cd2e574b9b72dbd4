import type { Classifier, FittedModel } from '../estimators/classifier.js';
import { randomForest } from '../estimators/forest/random-forest.js';
import { svc } from '../estimators/svm/svc.js';
import { voting } from '../estimators/voting/voting.js';
import { defineStudy, type Output } from '../pipeline/study/study.js';
import { evaluate } from './content/evaluate.js';
import { report } from './content/report.js';
import { explore } from './data/explore.js';
import { fetch } from './data/fetch.js';
import { split } from './data/split.js';
import { gridSearch } from './search/grid-search.js';
import { trainRandomForest } from './train/train-random-forest.js';
import { trainSvc } from './train/train-svc.js';
import { vote } from './train/vote.js';

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
  const models: readonly (readonly [Output<FittedModel>, Classifier])[] = [
    [svm.model, svc],
    [rf.model, randomForest],
    [voteSvm.model, svc],
    [voteRf.model, randomForest],
    [votes.model, svmAndForest],
    [svmTuned.model, svc],
    [rfTuned.model, randomForest],
    [finalSvm.model, svc],
    [finalVote.model, svmAndForest],
  ];
  const evaluations = models.map(([model, classifier]) => ({
    model,
    ...step(`evaluate-${model.step}`, evaluate, { inputs: { model, test }, uses: { classifier } }),
  }));
  const byModel = <Value>(outputOf: (evaluation: (typeof evaluations)[number]) => Output<Value>) =>
    Object.fromEntries(evaluations.map((each) => [each.model.step, outputOf(each)]));

  step('report', report, {
    inputs: {
      exploration,
      train,
      test,
      models: byModel(({ model }) => model),
      scores: byModel(({ scores }) => scores),
      predictions: byModel(({ predictions }) => predictions),
      probabilities: byModel(({ probabilities }) => probabilities),
      grids: { 'svm-grid': svmGrid.result, 'rf-grid': rfGrid.result },
    },
  });
});
