import * as z from 'zod';
import type { Classifier } from '../estimators/classifier.js';
import type { Dataset } from '../estimators/matrix.js';
import { type GridResult, gridResult } from '../estimators/model-selection/grid-result.js';
import type { GridPoint } from '../estimators/model-selection/parameter-grid.js';
import { planPoints } from '../estimators/model-selection/plan-grid.js';
import { scoreCandidates } from '../estimators/model-selection/score-candidates.js';
import { SCORINGS, type Scoring } from '../estimators/model-selection/scoring.js';
import { integer, must } from '../estimators/params.js';
import type { StageCall, UseType } from '../pipeline/stage.js';
import type { dataset } from './artifacts.js';
import { trainOn } from './params.js';
import { workOf } from './work.js';

/** The params that searches have in common. */
export const searchParams = {
  /** The estimator's other params. */
  base: z.record(z.string(), z.json()).default({}),
  folds: integer('folds', 2, Number.MAX_SAFE_INTEGER, 'an integer of at least 2').default(5),
  /** What candidates are ranked by: accuracy, if it is left out (so that it is in no key then). */
  scoring: z.enum(SCORINGS, must('scoring', SCORINGS.map((name) => `"${name}"`).join(', '))).optional(),
  trainOn,
};

type SearchCall = StageCall<
  {
    readonly base: Readonly<Record<string, unknown>>;
    readonly folds: number;
    readonly scoring?: Scoring | undefined;
  },
  { readonly train: typeof dataset },
  { readonly estimator: UseType<Classifier> }
>;

/** What the estimator has against a point on top of `base`, each with the name of the param. */
export function faultsOf(estimator: Classifier, base: Readonly<Record<string, unknown>>, point: GridPoint) {
  const { error } = estimator.params.safeParse({ ...base, ...point });
  return (error?.issues ?? []).map(({ path, message }) => ({ param: String(path[0] ?? ''), message }));
}

/** Scores the points by stratified cross-validation on `train`. Each (candidate, fold) score is a cell. */
export async function search(
  call: SearchCall,
  points: readonly GridPoint[],
  train: Dataset,
): Promise<{ best: GridPoint; result: GridResult }> {
  const { estimator } = call.uses;
  const { base, folds, scoring = 'accuracy' } = call.params;
  const plan = planPoints(estimator, base, points, train.labels, folds);
  const names = plan.units.map(({ candidate, fold }) => ({
    train: call.inputHashes.train,
    trainOn: train.labels.length,
    folds,
    fold,
    params: plan.candidates[candidate]!.params,
    scoring,
  }));
  const scores = await call.cells<number>(names, async (missing, put) => {
    const units = missing.map((index) => plan.units[index]!);
    const indexOf = new Map(missing.map((index) => [plan.units[index]!, index]));
    const keep = (unit: (typeof units)[number], score: number) => put(indexOf.get(unit)!, score);
    await scoreCandidates(estimator, plan, train, units, workOf(call), keep, scoring);
    call.log(`${units.length} of ${plan.units.length} fits; the others were known.`);
  });
  const result = gridResult(plan, scores, scoring);
  return { best: result.bestParams, result };
}
