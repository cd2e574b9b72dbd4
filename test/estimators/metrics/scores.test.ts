import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { balancedAccuracy } from '../../../estimators/metrics/balanced-accuracy.js';
import { f1Macro } from '../../../estimators/metrics/classification-report.js';

interface Case {
  readonly true: number[];
  readonly pred: number[];
  readonly balanced_accuracy: number;
  readonly f1_macro: number;
}

const fixture = JSON.parse(readFileSync('test/fixtures/scoring.json', 'utf8'));
const cases: Case[] = fixture.labels;

test.each(cases)('balanced accuracy and macro F1 of labels, bit for bit (%#)', (expected) => {
  const labelsTrue = Uint8Array.from(expected.true);
  const labelsPred = Uint8Array.from(expected.pred);
  expect(balancedAccuracy(labelsTrue, labelsPred)).toBe(expected.balanced_accuracy);
  expect(f1Macro(labelsTrue, labelsPred)).toBe(expected.f1_macro);
});

test('labels without predictions, or none at all, are refused', () => {
  const none = new Uint8Array();
  for (const score of [balancedAccuracy, f1Macro]) {
    expect(() => score(Uint8Array.of(1, 2), Uint8Array.of(1))).toThrow('got 1 predictions for 2 labels');
    expect(() => score(none, none)).toThrow('At least one sample is needed');
  }
});
