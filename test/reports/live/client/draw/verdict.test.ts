import { expect, test } from 'vitest';
import { verdict } from '../../../../../reports/live/client/draw/verdict.js';
import type { ModelView } from '../../../../../reports/live/draw/wire.js';

function says(...labels: readonly (number | 'nothing' | 'not fitted')[]): ModelView[] {
  return labels.map((label, index) => ({
    name: `model-${index}`,
    step: `model-${index}`,
    isFitted: label !== 'not fitted',
    prediction: typeof label === 'number' ? { label, classes: [label], probabilities: null } : null,
  }));
}

test.each([
  ['All 3 models say 7', says(7, 7, 7)],
  ['The one model says 7', says(7, 'not fitted')],
  ['2 of 3 models say 7, 1 says 2', says(7, 2, 7)],
  ['3 of 6 models say 2, 2 say 7, 1 says 9', says(7, 2, 9, 2, 2, 7)],
  ['1 of 2 models says 2, 1 says 7', says(7, 2)],
  ['The models are looking …', says('nothing', 'not fitted')],
  ['No model is fitted yet', says('not fitted', 'not fitted')],
])('%s', (words, models) => {
  expect(verdict(models)).toBe(words);
});

test('nothing is said of models that are not known yet', () => {
  expect(verdict(undefined)).toBe('The models are looking …');
});
