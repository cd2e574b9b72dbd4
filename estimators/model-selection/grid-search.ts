import type { Classifier } from '../classifier.js';
import type { Work } from '../compute/work.js';
import type { Dataset } from '../matrix.js';
import { type GridResult, gridResult } from './grid-result.js';
import type { ParameterValues } from './parameter-grid.js';
import { planGrid } from './plan-grid.js';
import { scoreCandidates } from './score-candidates.js';
import type { Scoring } from './scoring.js';

/**
 * Scores every combination of `grid`, on top of `params`, by stratified cross-validation with `cv` folds:
 * scikit-learn's `GridSearchCV(classifier, grid, cv=cv, scoring=scoring, refit=False)`, score for score. Refit the
 * best with `classifier.fit`.
 *
 * Throws what `planGrid` throws; rejects with the first error of a fit (scikit-learn would score it NaN).
 */
export async function gridSearch(
  classifier: Classifier,
  params: Readonly<Record<string, unknown>>,
  grid: ParameterValues,
  dataset: Dataset,
  cv: number,
  work: Work,
  scoring: Scoring = 'accuracy',
): Promise<GridResult> {
  const plan = planGrid(classifier, params, grid, dataset.labels, cv);
  return gridResult(
    plan,
    await scoreCandidates(classifier, plan, dataset, plan.units, work, undefined, scoring),
    scoring,
  );
}
