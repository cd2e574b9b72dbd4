import { expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import type { StepRecord } from '../../../cache/record.js';
import type { GridResult } from '../../../estimators/model-selection/grid-result.js';
import type { Scoring } from '../../../estimators/model-selection/scoring.js';
import { compareFigures, figuresChange } from '../../../reports/figures/figure-differences.js';
import { figuresOf, figuresText } from '../../../reports/figures/figures.js';
import { gridsSection } from '../../../reports/page/sections/grid-section.js';
import { summary } from '../../../reports/text/summary.js';

/** What a search of two candidates found, scored by accuracy unless it is said by what. */
function found(score: number, scoring?: Scoring): GridResult {
  const candidates = [1, 10].map((C, index) => ({
    params: { C },
    splitScores: [score - index, score - index],
    mean: score - index,
    std: 0,
    rank: 1 + index,
  }));
  const best = { bestIndex: 0, bestParams: { C: 1 }, bestScore: score };
  return { candidates, ...best, ...(scoring ? { scoring } : {}) };
}

function figures(stage: string, result: GridResult) {
  const record = { stage, outputs: { result: 'hash' } } as unknown as StepRecord;
  return figuresOf(record, () => encodeArtifact(result));
}

test.each([
  [undefined, 0.945, '94.50 %'],
  ['f1_macro', 0.94407, '94.41 % f1_macro'],
  ['balanced_accuracy', 0.94407, '94.41 % balanced_accuracy'],
  ['neg_log_loss', -0.31957, '-0.3196 neg_log_loss'],
] as const)('a score by %s is called what it is', (scoring, score, text) => {
  const result = found(score, scoring);
  for (const stage of ['grid-search', 'randomized-search']) {
    expect(figuresText(figures(stage, result)!)).toBe(`best C=1 with ${text}`);
  }
  expect(summary([{ step: 'search', outcome: 'ran', seconds: 1, grid: result }])).toContain(`${text}  `);
  const page = String(gridsSection([['search', result]]));
  expect(page).toContain(`with ${text}.`);
  expect(page).toContain(`${scoring ?? 'Accuracy'} by candidate`);
  expect(page.includes('Folds (%)')).toBe(scoring !== 'neg_log_loss');
});

test('scores of another kind are not compared', () => {
  const [before, now] = [figures('grid-search', found(0.9)), figures('grid-search', found(0.8, 'f1_macro'))];
  expect(figuresChange(before, now)).toBe('90.00 % -> 80.00 % f1_macro');
  expect(compareFigures(before, now).map(({ name, difference }) => [name, difference])).toEqual([
    ['C=1', null],
    ['C=10', null],
    ['C=1 (f1_macro)', null],
    ['C=10 (f1_macro)', null],
  ]);
});
