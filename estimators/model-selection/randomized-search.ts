import type { Classifier } from '../classifier.js';
import type { Work } from '../compute/work.js';
import type { Dataset } from '../matrix.js';
import { type GridResult, gridResult } from './grid-result.js';
import { type ParameterDistributions, parameterSampler } from './parameter-sampler.js';
import { planPoints } from './plan-grid.js';
import { scoreCandidates } from './score-candidates.js';
import type { Scoring } from './scoring.js';

/** Which candidates a randomised search tries. */
export interface Sampling {
  readonly distributions: ParameterDistributions;
  /** How many candidates are drawn. */
  readonly nIter: number;
  readonly randomState: number;
}

/**
 * Scores the combinations that `parameterSampler` draws, on top of `params`, by stratified cross-validation with `cv`
 * folds: scikit-learn's `RandomizedSearchCV(classifier, distributions, n_iter=nIter, random_state=randomState, cv=cv,
 * scoring=scoring, refit=False)`, score for score.
 *
 * Throws what `parameterSampler` and `planPoints` throw; rejects with the first error of a fit.
 */
export async function randomizedSearch(
  classifier: Classifier,
  params: Readonly<Record<string, unknown>>,
  { distributions, nIter, randomState }: Sampling,
  dataset: Dataset,
  cv: number,
  work: Work,
  scoring: Scoring = 'accuracy',
): Promise<GridResult> {
  const points = parameterSampler(distributions, nIter, randomState);
  const plan = planPoints(classifier, params, points, dataset.labels, cv);
  return gridResult(
    plan,
    await scoreCandidates(classifier, plan, dataset, plan.units, work, undefined, scoring),
    scoring,
  );
}
