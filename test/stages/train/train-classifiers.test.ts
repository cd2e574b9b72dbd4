import { afterAll, describe, expect, test } from 'vitest';
import { referencesOf } from '../../../cache/artifact/codec.js';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { nearestCentroid } from '../../../estimators/centroid/nearest-centroid.js';
import type { Classifier } from '../../../estimators/classifier.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import { gaussianNb } from '../../../estimators/naive-bayes/gaussian-nb.js';
import { kNeighbors } from '../../../estimators/neighbors/k-neighbors.js';
import { sourceFingerprints } from '../../../pipeline/code/from-sources.js';
import { Artifacts } from '../../../pipeline/run/artifacts.js';
import { isSettled, type SettledState } from '../../../pipeline/run/events.js';
import { runSteps } from '../../../pipeline/run/run.js';
import { configure, type Setting } from '../../../pipeline/study/configure.js';
import { defineStudy, type Study } from '../../../pipeline/study/study.js';
import { evaluate } from '../../../stages/content/evaluate.js';
import { fetch } from '../../../stages/data/fetch.js';
import { split } from '../../../stages/data/split.js';
import type { Scores } from '../../../stages/facts.js';
import { gridSearch } from '../../../stages/search/grid-search.js';
import { trainGaussianNb } from '../../../stages/train/train-gaussian-nb.js';
import { trainKNeighbors } from '../../../stages/train/train-k-neighbors.js';
import { trainNearestCentroid } from '../../../stages/train/train-nearest-centroid.js';
import type {} from '../../../stages/work.js';
import { someDigits } from '../some-digits.js';

// Each classifier's stage in a study of real digits: its params searched, trained, evaluated.

const compute = openCompute(2);
afterAll(() => compute.close());
const fingerprints = sourceFingerprints();

const grid = (values: Record<string, number[]>) => values;

/** stage, classifier, grid, and the accuracy that it surpasses */
const stages = {
  kNeighbors: [trainKNeighbors, kNeighbors, grid({ nNeighbors: [1, 3] }), 0.88],
  nearestCentroid: [trainNearestCentroid, nearestCentroid, grid({}), 0.78],
  gaussianNb: [trainGaussianNb, gaussianNb, grid({ varSmoothing: [1e-9, 0.1] }), 0.75],
} as const;

const files: Readonly<Record<keyof typeof stages, string>> = {
  kNeighbors: 'estimators/neighbors/k-neighbors.ts',
  nearestCentroid: 'estimators/centroid/nearest-centroid.ts',
  gaussianNb: 'estimators/naive-bayes/gaussian-nb.ts',
};

function studyOf(name: keyof typeof stages): Study {
  const [stage, found, values] = stages[name];
  const classifier = found as Classifier;
  return defineStudy('digits', (step) => {
    const { dataset: train } = step('train', someDigits, { params: { part: 'train', count: 2_000 } });
    const { dataset: test } = step('test', someDigits, { params: { part: 'test', count: 350 } });
    const search = step('search', gridSearch, {
      params: { grid: values, folds: 3, trainOn: 300 },
      inputs: { train },
      uses: { estimator: classifier },
    });
    // The stages differ in their params only, which the compiler cannot see through a union.
    const { model } = step('model', stage as typeof trainKNeighbors, {
      inputs: { train, tuned: search.best },
    });
    step('scores', evaluate, { inputs: { model, test }, uses: { classifier } });
  });
}

/** What became of each step. */
function run(study: Study, store: Store, settings: readonly Setting[] = []) {
  const states: Record<string, SettledState> = {};
  const session = { study: study.name, store, fingerprints, resources: { compute }, threads: 2 };
  return new Promise<typeof states>((resolve, reject) => {
    runSteps(configure(study, settings), session, { jobs: 2 }).subscribe({
      next: (event) => {
        if (event.type === 'step' && isSettled(event.state)) states[event.step] = event.state;
      },
      error: reject,
      complete: () => resolve(states),
    });
  });
}

const outcomes = (states: Record<string, SettledState>) =>
  Object.fromEntries(Object.entries(states).map(([step, { state }]) => [step, state]));

function recordOf(state: SettledState | undefined): StepRecord {
  if (state && 'record' in state) return state.record;
  throw new Error(`The step has no result: ${JSON.stringify(state)}`);
}

describe.each(Object.keys(stages) as (keyof typeof stages)[])('%s', (name) => {
  test('is searched, trained and evaluated on digits, and all are hits the second time', async () => {
    const store = memoryStore();
    const study = studyOf(name);
    const first = await run(study, store);
    const [ran, hit] = ['ran', 'hit'].map((state) =>
      Object.fromEntries(study.steps.map(({ id }) => [id, state])),
    );
    expect(outcomes(first)).toEqual(ran);
    const { outputs } = recordOf(first['scores']);
    const scores = new Artifacts(store).load(outputs['scores']!) as Scores;
    expect(scores).toMatchObject({ total: 350 });
    expect(scores.accuracy).toBeGreaterThan(stages[name][3]);
    expect(outcomes(await run(study, store))).toEqual(hit);
  });

  test('has the code of its own classifier and of no other', async () => {
    const [stage] = stages[name];
    const source = (await fingerprints.sources({ id: stage.name, stage, uses: {} }))['stage']!;
    const reached = source.files.map((file) => file.path);
    expect(reached.filter((file) => Object.values(files).includes(file))).toEqual([files[name]]);
  });
});

test('a k-nearest neighbors model of a whole training set refers to it, and stores no digit again', async () => {
  const store = memoryStore();
  const study = defineStudy('digits', (step) => {
    const digits = step('digits', fetch, { params: { source: 'package' } });
    const { train } = step('split', split, { inputs: { dataset: digits.dataset } });
    step('model', trainKNeighbors, { inputs: { train } });
  });
  const states = await run(study, store);
  const bytes = store.readArtifact(recordOf(states['model']).outputs['model']!)!;
  expect(referencesOf(bytes)).toEqual([recordOf(states['split']).outputs['train']]);
  expect(bytes.byteLength).toBeLessThan(1_000);
});
