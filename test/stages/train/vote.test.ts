import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import type { FittedModel, Probabilities } from '../../../estimators/classifier.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import { extraTrees } from '../../../estimators/forest/extra-trees.js';
import { randomForest } from '../../../estimators/forest/random-forest.js';
import type { Labels } from '../../../estimators/matrix.js';
import { kNeighbors } from '../../../estimators/neighbors/k-neighbors.js';
import type { VotingRule } from '../../../estimators/voting/voting.js';
import { voting } from '../../../estimators/voting/voting.js';
import { Artifacts } from '../../../pipeline/run/artifacts.js';
import { defineStudy, type Output } from '../../../pipeline/study/study.js';
import { evaluate } from '../../../stages/content/evaluate.js';
import { trainExtraTrees } from '../../../stages/train/train-extra-trees.js';
import { trainKNeighbors } from '../../../stages/train/train-k-neighbors.js';
import { trainRandomForest } from '../../../stages/train/train-random-forest.js';
import { vote } from '../../../stages/train/vote.js';
import { type Ran, runStudy, set } from '../../pipeline/small-study.js';
import { someDigits } from '../some-digits.js';

interface Vote extends VotingRule {
  readonly members: string[];
  readonly labels: number[];
  /** Of the first 40 samples, f64 in base64; null for a hard vote. */
  readonly proba: string | null;
}

const fixture: Vote[] = JSON.parse(readFileSync('test/fixtures/votes.json', 'utf8'));
const compute = openCompute(2);
afterAll(() => compute.close());

/** The members of test/oracle/votes.py, and a vote of some of them for each one there. */
const study = defineStudy('votes', (step) => {
  const train = step('train', someDigits, { params: { part: 'train', count: 600 } }).dataset;
  const test = step('test', someDigits, { params: { part: 'test', count: 300 } }).dataset;
  const members: Record<string, Output<FittedModel>> = {
    nearest: step('nearest', trainKNeighbors, { params: { nNeighbors: 3 }, inputs: { train } }).model,
    near: step('near', trainKNeighbors, {
      params: { nNeighbors: 7, weights: 'distance' },
      inputs: { train },
    }).model,
    forest: step('forest', trainRandomForest, {
      params: { nEstimators: 9, randomState: 2 },
      inputs: { train },
    }).model,
    extra: step('extra', trainExtraTrees, { params: { nEstimators: 7, randomState: 1 }, inputs: { train } })
      .model,
  };
  const classifier = voting({ kNeighbors, randomForest, extraTrees });
  for (const [i, { members: names, ...rule }] of fixture.entries()) {
    const { model } = step(`vote-${i}`, vote, {
      params: { voting: rule.voting, weights: rule.weights && [...rule.weights] },
      inputs: { members: Object.fromEntries(names.map((name) => [name, members[name]!])) },
      uses: { classifier },
    });
    step(`evaluate-${i}`, evaluate, { inputs: { model, test }, uses: { classifier } });
  }
});

const store = memoryStore();
const run = (setting: Parameters<typeof set>[] = []) =>
  runStudy(study, store, { resources: { compute }, set: setting.map((each) => set(...each)) });
let first: Ran;
beforeAll(async () => {
  first = await run();
});

function output<Value>(step: string, name: string): Value {
  const state = first.states.get(step);
  if (!state || !('record' in state)) throw new Error(`The step has no result: ${state?.state}`);
  return new Artifacts(store).load(state.record.outputs[name]!) as Value;
}

test.for(fixture.map((expected, i) => [expected.voting, expected.members, expected.weights, i] as const))(
  "a %s vote of %j, weights %j, has scikit-learn's labels and probabilities, bit for bit",
  ([, , , i]) => {
    const expected = fixture[i]!;
    expect([...output<Labels>(`evaluate-${i}`, 'predictions')]).toEqual(expected.labels);
    const proba = output<Probabilities | null>(`evaluate-${i}`, 'probabilities');
    if (expected.proba === null) {
      expect(proba).toBeNull();
      return;
    }
    expect(proba).toMatchObject({ rows: 300, columns: 10 });
    const bytes = Uint8Array.from(Buffer.from(expected.proba, 'base64'));
    expect(proba!.data.slice(0, 400)).toEqual(new Float64Array(bytes.buffer));
  },
);

test('other weights run the vote and its evaluation, and nothing else', async () => {
  const { outcomes } = await run([['vote-1', 'weights', [1, 0, 1]]]);
  const ran = Object.entries(outcomes).filter(([, outcome]) => outcome !== 'hit');
  expect(ran).toEqual([
    ['vote-1', 'ran'],
    ['evaluate-1', 'ran'],
  ]);
});

test('a weight too many fails the vote and says how many there are to be', async () => {
  const { states, outcomes } = await run([['vote-0', 'weights', [1, 2, 3, 4]]]);
  const state = states.get('vote-0');
  expect(state?.state === 'failed' && String(state.error)).toContain(
    'weights must have one weight for each of 3 members; got 4',
  );
  expect(outcomes['evaluate-0']).toBe('skipped');
});

test('something that is no model cannot be wired in as a member', () => {
  defineStudy('compiles', (step) => {
    const train = step('train', someDigits, { params: { part: 'train', count: 600 } }).dataset;
    const classifier = voting({ kNeighbors });
    // @ts-expect-error a data set is no model
    const place = () => step('vote', vote, { inputs: { members: { a: train } }, uses: { classifier } });
    expect(place).toThrow('input "members.a" of step "vote" takes a model, but train.dataset is a dataset');
  });
});
