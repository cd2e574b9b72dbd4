import { expect, test } from 'vitest';
import type { StepResult } from '../../../reports/figures/step-results.js';
import { summary } from '../../../reports/text/summary.js';

const results: readonly StepResult[] = [
  { step: 'digits', outcome: 'hit', seconds: 0.12 },
  {
    step: 'svm',
    outcome: 'ran',
    seconds: 1.3,
    scores: { accuracy: 13_460 / 14_000, correct: 13_460, total: 14_000, seedAccuracy: 0.9614 },
  },
  { step: 'svm-grid', outcome: 'hit', seconds: 2.9, grid: { bestParams: { C: 10 }, bestScore: 0.945 } },
  { step: 'evaluate-final-vote', outcome: 'not run', seconds: null },
];

const titles = (columns: number) => summary(results, { columns }).split('\n')[0]!.split(/ +/);

test('without a limit, or in a wide window, it has all columns', () => {
  expect(summary(results)).toBe(
    [
      'step                 accuracy          correct     seed  difference  seconds  outcome',
      'digits                                                                 0.1 s  hit',
      'svm                   96.14 %  13,460 / 14,000  96.14 %        0.00    1.3 s  ran',
      'svm-grid              94.50 %             C=10                         2.9 s  hit',
      'evaluate-final-vote                                                           not run',
    ].join('\n'),
  );
  expect(summary(results, { columns: 200 })).toBe(summary(results));
});

test('in a narrower window columns go, first those that say least', () => {
  expect(titles(79)).toEqual(['step', 'accuracy', 'correct', 'seed', 'seconds', 'outcome']);
  expect(titles(70)).toEqual(['step', 'accuracy', 'correct', 'seconds', 'outcome']);
  expect(titles(60)).toEqual(['step', 'accuracy', 'correct', 'seconds']);
  expect(titles(39)).toEqual(['step', 'accuracy', 'seconds']);
  expect(titles(10)).toEqual(['step', 'accuracy']);
});

test('what is left is no wider than the window', () => {
  for (const columns of [39, 50, 60, 70, 79, 90]) {
    for (const line of summary(results, { columns }).split('\n'))
      expect(line.length).toBeLessThanOrEqual(columns);
  }
});
