import { expect, test } from 'vitest';
import { encodeArtifact } from '../../cache/codec.js';
import { sha256 } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import type { SettledState } from '../../pipeline/events.js';
import { stepResults } from '../../reports/step-results.js';
import { summary } from '../../reports/summary.js';

const bytes = encodeArtifact({ accuracy: 0.75, correct: 3, total: 4 });
const scores = sha256(bytes);
const store = { readArtifact: (hash: string) => (hash === scores ? bytes : undefined) } as unknown as Store;
const record = { outputs: { scores }, circumstances: { seconds: 1 } } as unknown as StepRecord;
const ran = { state: 'hit', record } as SettledState;

const place = (id: string, stage: string, model?: string) => ({
  id,
  stage: { name: stage },
  inputs: model === undefined ? {} : { model: { step: model, name: 'model' } },
});
const steps = [
  place('svm', 'train-svc'),
  place('marks', 'evaluate', 'svm'),
  place('marks-again', 'evaluate', 'svm'),
  place('evaluate-me', 'something-else', 'svm'),
];
const states = new Map(steps.map(({ id }) => [id, ran]));
const figures = { accuracy: 0.75, correct: 3, total: 4 };

test('a model has the figures of the step that evaluates it, whatever that is called', () => {
  const results = stepResults('mine', steps, states, store);
  expect(results.map(({ scores }) => scores?.correct)).toEqual([3, undefined, 3, undefined]);
  expect(results[0]?.scores).toEqual({ ...figures, seedAccuracy: null });
});

test('only the shipped study has figures of a notebook beside its own', () => {
  expect(stepResults('mnist', steps, states, store)[0]?.scores?.seedAccuracy).toBe(0.9614);
  expect(summary(stepResults('mnist', steps, states, store))).toContain('seed');
  expect(summary(stepResults('mine', steps, states, store))).not.toMatch(/seed|difference/);
});
