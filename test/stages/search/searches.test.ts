import { afterAll, expect, test } from 'vitest';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import { type ExtraTreesModel, extraTrees } from '../../../estimators/forest/extra-trees.js';
import { logisticRegression } from '../../../estimators/linear/logistic-regression.js';
import { take } from '../../../estimators/matrix.js';
import type { GridResult } from '../../../estimators/model-selection/grid-result.js';
import { parameterSampler } from '../../../estimators/model-selection/parameter-sampler.js';
import { randomizedSearch as searchAtRandom } from '../../../estimators/model-selection/randomized-search.js';
import { trainTestSplit } from '../../../estimators/model-selection/train-test-split.js';
import { sourceFingerprints } from '../../../pipeline/code/from-sources.js';
import { Artifacts } from '../../../pipeline/run/artifacts.js';
import { isSettled, type SettledState } from '../../../pipeline/run/events.js';
import { runSteps } from '../../../pipeline/run/run.js';
import { configure, type Setting } from '../../../pipeline/study/configure.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { evaluate } from '../../../stages/content/evaluate.js';
import { fetch } from '../../../stages/data/fetch.js';
import { mnistPackageFiles, readMnist } from '../../../stages/data/read-mnist.js';
import { split } from '../../../stages/data/split.js';
import type { Scores } from '../../../stages/facts.js';
import { gridSearch } from '../../../stages/search/grid-search.js';
import { randomizedSearch } from '../../../stages/search/randomized-search.js';
import { study as shipped } from '../../../stages/study.js';
import { trainExtraTrees } from '../../../stages/train/train-extra-trees.js';
import { trainLogisticRegression } from '../../../stages/train/train-logistic-regression.js';
import type {} from '../../../stages/work.js';

// Extra trees and logistic regression in a study of real digits: searched, trained with the best params, evaluated.

const compute = openCompute(2);
afterAll(() => compute.close());
const fingerprints = sourceFingerprints();

const TRAIN_ON = 300;
const distributions = { minSamplesLeaf: [1, 2, 4], maxFeatures: { uniform: { loc: 0.02, scale: 0.1 } } };

const study = defineStudy('digits', (step) => {
  const digits = step('digits', fetch, {});
  const { train, test } = step('split', split, {
    params: { testSize: 0.005, randomState: 42 },
    inputs: { dataset: digits.dataset },
  });
  const drawn = step('drawn', randomizedSearch, {
    params: {
      distributions,
      nIter: 4,
      randomState: 7,
      base: { nEstimators: 5, randomState: 1 },
      folds: 3,
      scoring: 'neg_log_loss',
      trainOn: TRAIN_ON,
    },
    inputs: { train },
    uses: { estimator: extraTrees },
  });
  const trees = step('trees', trainExtraTrees, {
    params: { nEstimators: 20, randomState: 42, trainOn: 2_000 },
    inputs: { train, tuned: drawn.best },
  });
  const searched = step('searched', gridSearch, {
    params: { grid: { C: [1e-6, 1e-5], tol: [10, 1] }, folds: 3, scoring: 'f1_macro', trainOn: TRAIN_ON },
    inputs: { train },
    uses: { estimator: logisticRegression },
  });
  const linear = step('linear', trainLogisticRegression, {
    params: { trainOn: 1_000 },
    inputs: { train, tuned: searched.best },
  });
  step('evaluate-trees', evaluate, {
    inputs: { model: trees.model, test },
    uses: { classifier: extraTrees },
  });
  step('evaluate-linear', evaluate, {
    inputs: { model: linear.model, test },
    uses: { classifier: logisticRegression },
  });
});

const store = memoryStore();
const first = run(store);

function run(kept: Store, settings: readonly Setting[] = []): Promise<Record<string, SettledState>> {
  const session = { study: study.name, store: kept, fingerprints, resources: { compute }, threads: 2 };
  return new Promise((resolve, reject) => {
    const states: Record<string, SettledState> = {};
    runSteps(configure(study, settings), session, { jobs: 2 }).subscribe({
      next: (event) => {
        if (event.type === 'step' && isSettled(event.state)) states[event.step] = event.state;
      },
      error: reject,
      complete: () => resolve(states),
    });
  });
}

const set = (step: string, param: string, value: unknown): Setting => ({
  step,
  path: [param],
  value,
  origin: `--set ${step}.${param}`,
});

function recordOf(state: SettledState | undefined): StepRecord {
  if (state && 'record' in state) return state.record;
  throw state?.state === 'failed' ? state.error : new Error(`The step has no result: ${state?.state}`);
}

async function output<Value>(step: string, name: string): Promise<Value> {
  return new Artifacts(store).load(recordOf((await first)[step]).outputs[name]!) as Value;
}

/** The steps that ran. */
const ran = (states: Record<string, SettledState>) =>
  Object.entries(states).flatMap(([step, { state }]) => (state === 'ran' ? [step] : []));

test('all steps run, and are hits the second time', async () => {
  expect(ran(await first).sort()).toEqual(study.steps.map(({ id }) => id).sort());
  const again = await run(store);
  expect(Object.values(again).map(({ state }) => state)).toEqual(study.steps.map(() => 'hit'));
});

test('both models tell digits they have not seen', async () => {
  const trees = await output<Scores>('evaluate-trees', 'scores');
  const linear = await output<Scores>('evaluate-linear', 'scores');
  expect([trees.total, linear.total]).toEqual([350, 350]);
  expect(trees.accuracy).toBeGreaterThan(0.85);
  expect(linear.accuracy).toBeGreaterThan(0.82);
});

test('the search draws what the sampler draws, and scores as the library does', async () => {
  const result = await output<GridResult>('drawn', 'result');
  expect(result.candidates.map(({ params }) => params)).toEqual(parameterSampler(distributions, 4, 7));
  const { train } = trainTestSplit(70_000, { testSize: 0.005, randomState: 42 });
  const digits = take(await readMnist(mnistPackageFiles()), train.subarray(0, TRAIN_ON));
  const sampling = { distributions, nIter: 4, randomState: 7 };
  const base = { nEstimators: 5, randomState: 1 };
  expect(await searchAtRandom(extraTrees, base, sampling, digits, 3, { compute }, 'neg_log_loss')).toEqual(
    result,
  );
  expect(await output('drawn', 'best')).toEqual(result.bestParams);
  expect(result.bestScore).toBeLessThan(0);
});

test('one candidate more fits only its own folds', async () => {
  const states = await run(store, [set('searched', 'grid', { C: [1e-6, 1e-5, 1e-4], tol: [10, 1] })]);
  expect(recordOf(states['searched']).log).toEqual(['6 of 18 fits; the others were known.']);
});

test('another scoring is another result', async () => {
  const states = await run(store, [set('searched', 'scoring', 'balanced_accuracy')]);
  expect(ran(states)).toContain('searched');
  expect(recordOf(states['searched']).log).toEqual(['12 of 12 fits; the others were known.']);
});

test('more extra trees grow only those that there are more', async () => {
  const states = await run(store, [set('trees', 'nEstimators', 26)]);
  expect(recordOf(states['trees']).log).toEqual(['6 of 26 trees grown; the others were known.']);
  const before = await output<ExtraTreesModel>('trees', 'model');
  const after = new Artifacts(store).load(recordOf(states['trees']).outputs['model']!) as ExtraTreesModel;
  expect(after.trees.slice(0, 20)).toEqual(before.trees);
});

test("a search's key holds no scoring unless one is set", () => {
  const params = configure(shipped, []).find(({ id }) => id === 'svm-grid')!.checkedParams;
  expect(params).toEqual({ grid: { C: [0.01, 0.1, 1, 10, 100] }, base: {}, folds: 5, trainOn: 3_000 });
});

test.each<[string, unknown, RegExp]>([
  ['distributions', { maxFeatures: { uniform: { loc: 0, scale: -1 } } }, /distributions must be/],
  ['distributions', { maxFeatures: { loguniform: { a: 2, b: 1 } } }, /"b": above a/],
  ['distributions', { maxFeatures: { normal: { loc: 0 } } }, /distributions must be/],
  ['distributions', { maxDepth: [] }, /a list of at least one value/],
  ['distributions', { maxDepth: [0] }, /maxDepth must be an integer of at least 1; got 0/],
  ['nIter', 0, /nIter must be an integer from 1 to 100,000; got 0/],
  ['scoring', 'roc_auc', /scoring must be "accuracy", "balanced_accuracy", "f1_macro", "neg_log_loss"/],
])('a randomised search with %s %j is refused before anything runs', (param, value, message) => {
  expect(() => configure(study, [set('drawn', param, value)])).toThrow(message);
});
