import * as z from 'zod';
import type { Classifier } from '../../estimators/classifier.js';
import type { Dataset } from '../../estimators/matrix.js';
import { type GridResult, gridResult } from '../../estimators/model-selection/grid-result.js';
import type { GridPoint } from '../../estimators/model-selection/parameter-grid.js';
import { planPoints } from '../../estimators/model-selection/plan-grid.js';
import { scoreCandidates } from '../../estimators/model-selection/score-candidates.js';
import { SCORINGS, type Scoring } from '../../estimators/model-selection/scoring.js';
import { integer, must } from '../../estimators/params.js';
import type { StageCall, UseType } from '../../pipeline/study/stage.js';
import type { dataset } from '../artifacts.js';
import { trainOn } from '../train-on.js';
import { workOf } from '../work.js';

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

/**
 * Has the estimator check the points, each on top of `base`, up to the first that it refuses; says what it has against
 * that one at the param that has the value.
 * @param drawn the param that the points are made of, and what it holds: the estimator's params by name.
 */
export function checkPoints(
  estimator: Classifier,
  base: Readonly<Record<string, unknown>>,
  points: readonly GridPoint[],
  [name, drawn]: readonly [name: string, drawn: object],
  context: z.RefinementCtx,
): void {
  for (const point of points) {
    const { error } = estimator.params.safeParse({ ...base, ...point });
    for (const { path, message } of error?.issues ?? []) {
      const param = String(path[0] ?? '');
      context.addIssue({ code: 'custom', path: [param in drawn ? name : 'base', param], message });
    }
    if (error) return;
  }
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
