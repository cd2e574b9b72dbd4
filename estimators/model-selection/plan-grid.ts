import type { Classifier } from '../classifier.js';
import type { Labels, Split } from '../matrix.js';
import { type GridPoint, type ParameterValues, parameterGrid } from './parameter-grid.js';
import { stratifiedKFold } from './stratified-k-fold.js';

/** One combination of the grid on top of the base params. */
export interface Candidate {
  /** The grid's parameters only, as the result shows them. */
  readonly point: GridPoint;
  /** All of the classifier's params, checked, defaults filled in. */
  readonly params: unknown;
}

/** The unit of work: one candidate fitted on one fold's training part and scored on its test part. */
export interface GridUnit {
  /** Index into the plan's candidates. */
  readonly candidate: number;
  /** Index into the plan's folds. */
  readonly fold: number;
}

/** Everything a grid search is going to do, before it does any of it. */
export interface GridPlan {
  readonly candidates: readonly Candidate[];
  readonly folds: readonly Split[];
  /** Every candidate with every fold, candidate by candidate. Scores are given in this order. */
  readonly units: readonly GridUnit[];
}

/**
 * Plans a grid search: the candidates of `grid` on top of `params`, each on `cv` stratified folds of `labels`.
 *
 * Throws a RangeError for a parameter that the classifier does not have, for values it refuses, for an
 * empty list of values and for a `cv` that `stratifiedKFold` refuses.
 */
export function planGrid(
  classifier: Classifier,
  params: Readonly<Record<string, unknown>>,
  grid: ParameterValues,
  labels: Labels,
  cv: number,
): GridPlan {
  return planPoints(classifier, params, parameterGrid(grid), labels, cv);
}

/** Plans a search over these points, on top of `params`. Throws as `planGrid` does. */
export function planPoints(
  classifier: Classifier,
  params: Readonly<Record<string, unknown>>,
  points: readonly GridPoint[],
  labels: Labels,
  cv: number,
): GridPlan {
  const candidates = points.map((point) => ({
    point,
    params: checkParams(classifier, { ...params, ...point }),
  }));
  const folds = stratifiedKFold(labels, cv);
  const units = candidates.flatMap((_, candidate) => folds.map((_, fold) => ({ candidate, fold })));
  return { candidates, folds, units };
}

function checkParams(classifier: Classifier, params: Readonly<Record<string, unknown>>): unknown {
  const checked = classifier.params.safeParse(params);
  if (!checked.success) {
    const why = checked.error.issues.map(({ path, message }) => [...path, message].join(': '));
    throw new RangeError(`${classifier.name} refuses ${JSON.stringify(params)}: ${why.join('; ')}`);
  }
  // A schema may drop what it does not know; a misspelt parameter would then be searched in vain.
  for (const name of Object.keys(params)) {
    if (!Object.hasOwn(checked.data as object, name)) {
      throw new RangeError(
        `${classifier.name} has no parameter ${name}. It has ${Object.keys(checked.data as object).join(', ')}.`,
      );
    }
  }
  return checked.data;
}
