import { expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import { type Hash, sha256 } from '../../../cache/hash.js';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import type { SettledState } from '../../../pipeline/run/events.js';
import { stepResults } from '../../../reports/figures/step-results.js';
import { summary } from '../../../reports/text/summary.js';

const artifacts = new Map<string, Uint8Array>();
function kept(value: unknown): Hash {
  const bytes = encodeArtifact(value);
  const hash = sha256(bytes);
  artifacts.set(hash, bytes);
  return hash;
}

const store = { readArtifact: (hash: string) => artifacts.get(hash) } as unknown as Store;
const settled = (stage: string, outputs: Readonly<Record<string, Hash>>): SettledState => {
  const record = { stage, outputs, circumstances: { seconds: 1 } } as unknown as StepRecord;
  return { state: 'hit', record } as SettledState;
};

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
const scores = kept({ accuracy: 0.75, correct: 3, total: 4 });
const statesOn = (data: string) =>
  new Map([
    ['digits', settled('fetch', { description: kept({ name: data }) })],
    ...steps.map(({ id, stage }) => [id, settled(stage.name, { scores })] as const),
  ]);
const states = statesOn('mnist_784');
const figures = { accuracy: 0.75, correct: 3, total: 4 };

test('a model has the figures of the step that evaluates it, whatever that is called', () => {
  const results = stepResults('mine', steps, states, store);
  expect(results.map(({ scores }) => scores?.correct)).toEqual([3, undefined, 3, undefined]);
  expect(results[0]?.scores).toEqual({ ...figures, seedAccuracy: null });
});

test('only the shipped study, on the notebook’s own data, has that one’s figures beside its own', () => {
  const shipped = stepResults('mnist', steps, states, store);
  expect(shipped[0]?.scores?.seedAccuracy).toBe(0.9614);
  expect(summary(shipped)).toContain('seed');
  for (const others of [
    stepResults('mine', steps, states, store),
    stepResults('mnist', steps, statesOn('Fashion-MNIST'), store),
  ]) {
    expect(others[0]?.scores?.seedAccuracy).toBe(null);
    expect(summary(others)).not.toMatch(/seed|difference/);
  }
});
