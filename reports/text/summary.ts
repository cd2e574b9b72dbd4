import type { StepResult } from '../figures/step-results.js';
import { printable } from '../words/printable.js';
import { type Column, table } from '../words/table.js';
import { duration, percent, pointsAbove, scoreText, thousands } from '../words/words.js';

const COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left' },
  { title: 'accuracy', align: 'right' },
  { title: 'correct', align: 'right' },
  { title: 'seed', align: 'right' },
  { title: 'difference', align: 'right' },
  { title: 'seconds', align: 'right' },
  { title: 'outcome', align: 'left' },
];

/** Left out where there is nothing to compare with. */
const COMPARISON: readonly string[] = ['seed', 'difference'];

/** In a narrow window these are left out, one after the other, until the table fits. */
const FIRST_TO_GO = ['difference', 'seed', 'outcome', 'correct', 'seconds'];

/**
 * The table at the end of a run. A model's line shows how the model did on the test samples (its `evaluate`
 * step) beside the seed's figure, if the study has such; a grid search's line shows its best score. Seconds are those the step took
 * when it ran.
 * @param columns how many characters wide it may be; a table without its last columns may still be wider.
 * @param paint styles the titles.
 */
export function summary(
  results: readonly StepResult[],
  {
    columns = Number.POSITIVE_INFINITY,
    paint,
  }: { readonly columns?: number; readonly paint?: (title: string) => string } = {},
): string {
  const rows = results.map(cells);
  const isCompared = results.some(({ scores }) => scores && scores.seedAccuracy !== null);
  let kept = COLUMNS.filter(({ title }) => isCompared || !COMPARISON.includes(title));
  for (const title of FIRST_TO_GO) {
    if (widthOf(rowsOf(rows, kept), kept) <= columns) break;
    kept = kept.filter((column) => column.title !== title);
  }
  return table(kept, rowsOf(rows, kept), paint);
}

function rowsOf(rows: readonly (readonly string[])[], kept: readonly Column[]): string[][] {
  return rows.map((row) => kept.map((column) => row[COLUMNS.indexOf(column)]!));
}

function widthOf(rows: readonly (readonly string[])[], kept: readonly Column[]): number {
  return Math.max(
    ...table(kept, rows)
      .split('\n')
      .map((line) => line.length),
  );
}

function cells({ step, outcome, seconds, scores, grid }: StepResult): string[] {
  const took = seconds === null ? '' : duration(seconds);
  if (scores) {
    const { accuracy, correct, total, seedAccuracy } = scores;
    const seed = seedAccuracy === null ? '' : percent(seedAccuracy);
    const difference = seedAccuracy === null ? '' : pointsAbove(accuracy, seedAccuracy);
    const share = `${thousands(correct)} / ${thousands(total)}`;
    return [step, percent(accuracy), share, seed, difference, took, outcome];
  }
  if (grid) {
    const best = Object.entries(grid.bestParams).map(([name, value]) => `${name}=${value}`);
    return [step, scoreText(grid.bestScore, grid.scoring), printable(best.join(' ')), '', '', took, outcome];
  }
  return [step, '', '', '', '', took, outcome];
}
