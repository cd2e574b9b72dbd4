import type { Scoring } from '../../estimators/model-selection/scoring.js';

/** The stages that search params, by name; what they found is their output `result`. */
export const SEARCHES: readonly string[] = ['grid-search', 'randomized-search'];

/** A candidate's score, with the name of what it is unless that is an accuracy: `94.50 %`, `94.41 % f1_macro`. */
export function scoreText(score: number, scoring: Scoring = 'accuracy'): string {
  if (scoring === 'neg_log_loss') return `${score.toFixed(4)} ${scoring}`;
  const share = `${(score * 100).toFixed(2)} %`;
  return scoring === 'accuracy' ? share : `${share} ${scoring}`;
}
