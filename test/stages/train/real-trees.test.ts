import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import type { Classifier } from '../../../estimators/classifier.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import { extraTrees } from '../../../estimators/forest/extra-trees.js';
import { featureImportances } from '../../../estimators/forest/feature-importances.js';
import { type RandomForestModel, randomForest } from '../../../estimators/forest/random-forest.js';
import type { Dataset } from '../../../estimators/matrix.js';
import { Artifacts } from '../../../pipeline/run/artifacts.js';
import { defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { dataset } from '../../../stages/artifacts.js';
import { evaluate } from '../../../stages/content/evaluate.js';
import { insideOf } from '../../../stages/content/inside.js';
import { split } from '../../../stages/data/split.js';
import type { Scores } from '../../../stages/facts.js';
import { trainExtraTrees } from '../../../stages/train/train-extra-trees.js';
import { trainRandomForest } from '../../../stages/train/train-random-forest.js';
import { makeReals } from '../../estimators/tree/real-data.js';
import { type Ran, runStudy, set } from '../../pipeline/small-study.js';

// Forests of doubles in a study: their trees are cells, and what the report reads of them is there.

const compute = openCompute(2);
afterAll(() => compute.close());

const wine = defineStage({
  name: 'wine',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: {},
  outputs: { dataset },
  uses: {},
  async run() {
    return { dataset: makeReals({ bundled: 'wine' }) };
  },
});

function output<Value>(ran: Ran, step: string, name: string): Value {
  const state = ran.states.get(step);
  if (!state || !('record' in state)) throw new Error(`The step has no result: ${state?.state}`);
  return new Artifacts(store).load(state.record.outputs[name]!) as Value;
}

const store = memoryStore();

describe.each([
  { stage: trainRandomForest, classifier: randomForest as Classifier },
  { stage: trainExtraTrees as unknown as typeof trainRandomForest, classifier: extraTrees as Classifier },
])('$classifier.name', ({ stage, classifier }) => {
  const study = defineStudy(classifier.name, (step) => {
    const bottles = step('wine', wine, {});
    const { train, test } = step('split', split, {
      params: { testSize: 0.3, randomState: 42 },
      inputs: { dataset: bottles.dataset },
    });
    const { model } = step('model', stage, {
      params: { nEstimators: 10, randomState: 42 },
      inputs: { train },
    });
    step('scores', evaluate, { inputs: { model, test }, uses: { classifier } });
  });

  test('is trained on doubles and evaluated; more trees grow only those that there are more', async () => {
    const first = await runStudy(study, store, { resources: { compute } });
    const scores = output<Scores>(first, 'scores', 'scores');
    expect(scores.total).toBe(54);
    expect(scores.accuracy).toBeGreaterThan(0.9);
    const model = output<RandomForestModel>(first, 'model', 'model');
    const train = output<Dataset>(first, 'split', 'train');
    const params = classifier.params.parse({ nEstimators: 10, randomState: 42 });
    expect(model).toEqual(await classifier.fit(params, train, { compute }));

    const second = await runStudy(study, store, {
      resources: { compute },
      set: [set('model', 'nEstimators', 14)],
    });
    const state = second.states.get('model')!;
    expect('record' in state && state.record.log).toEqual(['4 of 14 trees grown; the others were known.']);
    expect(output<RandomForestModel>(second, 'model', 'model').trees.slice(0, 10)).toEqual(model.trees);
  });
});

test("a forest's importances of doubles are what the report shows of it", async () => {
  const params = randomForest.params.parse({ nEstimators: 5, randomState: 1 });
  const model = await randomForest.fit(params, makeReals({ bundled: 'wine' }), { compute });
  const shown = insideOf(model).featureImportances!;
  expect(shown).toEqual(featureImportances(model));
  expect(shown).toHaveLength(13);
  expect(shown.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
});
