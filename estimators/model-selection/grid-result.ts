import { pairwiseSum } from '../metrics/pairwise-sum.js';
import type { GridPoint } from './parameter-grid.js';
import type { GridPlan } from './plan-grid.js';
import type { Scoring } from './scoring.js';

/** What a grid search found for one candidate. */
export interface CandidateResult {
  /** The candidate's values of the grid's parameters. */
  readonly params: GridPoint;
  /** The score on each fold's test part: accuracy, unless the search had another scoring. */
  readonly splitScores: readonly number[];
  readonly mean: number;
  /** The population's standard deviation (divided by the number of folds). */
  readonly std: number;
  /** 1 for the best mean; equal means share the smaller rank. */
  readonly rank: number;
}

/** What a grid search found. */
export interface GridResult {
  readonly candidates: readonly CandidateResult[];
  /** The first candidate of rank 1. */
  readonly bestIndex: number;
  readonly bestParams: GridPoint;
  readonly bestScore: number;
  /** What the scores are; left out where they are accuracies. */
  readonly scoring?: Scoring;
}

/**
 * Ranks the candidates of a plan by their scores, given in the order of `plan.units`; mean, std and rank have
 * the bits of scikit-learn's `cv_results_`. Source: scikit-learn 1.2.1, `BaseSearchCV._format_results`.
 *
 * Throws a RangeError unless there is one score for each unit.
 */
export function gridResult(
  plan: GridPlan,
  scores: readonly number[],
  scoring: Scoring = 'accuracy',
): GridResult {
  if (scores.length !== plan.units.length) {
    throw new RangeError(
      `There must be one score for each of the plan's ${plan.units.length} units; got ${scores.length}.`,
    );
  }
  const nFolds = plan.folds.length;
  const scored = plan.candidates.map(({ point }, candidate) => {
    const splitScores = scores.slice(candidate * nFolds, (candidate + 1) * nFolds);
    const mean = pairwiseSum(splitScores) / nFolds;
    const std = Math.sqrt(pairwiseSum(splitScores.map((score) => (score - mean) * (score - mean))) / nFolds);
    return { params: point, splitScores, mean, std };
  });
  const candidates = scored.map((candidate) => ({
    ...candidate,
    rank: 1 + scored.filter((other) => other.mean > candidate.mean).length,
  }));
  const bestIndex = candidates.findIndex(({ rank }) => rank === 1);
  const best = candidates[bestIndex]!;
  return {
    candidates,
    bestIndex,
    bestParams: best.params,
    bestScore: best.mean,
    ...(scoring === 'accuracy' ? {} : { scoring }),
  };
}
