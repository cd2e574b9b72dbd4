import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gridResult } from '../../../estimators/model-selection/grid-result.js';
import type { GridPlan } from '../../../estimators/model-selection/plan-grid.js';

interface TableFixture {
  split_scores: number[][];
  mean: number[];
  std: number[];
  rank: number[];
  best_index: number;
}

const tables: TableFixture[] = JSON.parse(readFileSync('test/fixtures/grid.json', 'utf8')).tables;

function planOf(nCandidates: number, nFolds: number): GridPlan {
  const candidates = Array.from({ length: nCandidates }, (_, row) => ({ point: { row }, params: { row } }));
  const none = new Uint32Array();
  const folds = Array.from({ length: nFolds }, () => ({ train: none, test: none }));
  const units = candidates.flatMap((_, candidate) => folds.map((_, fold) => ({ candidate, fold })));
  return { candidates, folds, units };
}

test.each(tables.map((table) => [table.split_scores.length, table.split_scores[0]!.length, table] as const))(
  "%i candidates, %i folds: scikit-learn's means, deviations and ranks, bit for bit",
  (nCandidates, nFolds, table) => {
    const result = gridResult(planOf(nCandidates, nFolds), table.split_scores.flat());
    expect(result.candidates.map(({ splitScores }) => splitScores)).toEqual(table.split_scores);
    expect(result.candidates.map(({ mean }) => mean)).toEqual(table.mean);
    expect(result.candidates.map(({ std }) => std)).toEqual(table.std);
    expect(result.candidates.map(({ rank }) => rank)).toEqual(table.rank);
    expect(result.bestIndex).toBe(table.best_index);
    expect(result.bestParams).toEqual({ row: table.best_index });
    expect(result.bestScore).toBe(table.mean[table.best_index]);
  },
);

test('equal means share the smaller rank, and the first of them is the best', () => {
  const { candidates, bestIndex } = gridResult(planOf(4, 1), [0.5, 0.75, 0.25, 0.75]);
  expect(candidates.map(({ rank }) => rank)).toEqual([3, 1, 4, 1]);
  expect(bestIndex).toBe(1);
});

test('a missing score is refused', () => {
  expect(() => gridResult(planOf(2, 2), [1, 1, 1])).toThrow(
    "one score for each of the plan's 4 units; got 3",
  );
});
