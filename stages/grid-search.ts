import * as z from 'zod';
import type { Classifier } from '../estimators/classifier.js';
import { head } from '../estimators/matrix.js';
import { gridResult } from '../estimators/model-selection/grid-result.js';
import { parameterGrid } from '../estimators/model-selection/parameter-grid.js';
import { planGrid } from '../estimators/model-selection/plan-grid.js';
import { scoreCandidates } from '../estimators/model-selection/score-candidates.js';
import { integer, must } from '../estimators/params.js';
import { defineStage, use } from '../pipeline/stage.js';
import { dataset, gridScores, tunedParams } from './artifacts.js';
import { trainOn } from './params.js';
import { workOf } from './work.js';

const shape = z.strictObject({
  /** Values to try for each of the estimator's params. */
  grid: z.record(z.string(), z.array(z.json()).min(1, must('grid', 'at least one value for each param'))),
  /** The estimator's other params. */
  base: z.record(z.string(), z.json()).default({}),
  folds: integer('folds', 2, Number.MAX_SAFE_INTEGER, 'an integer of at least 2').default(5),
  trainOn,
});

/** The schema with every candidate checked by the estimator's own, so that a bad value is found before anything runs. */
function paramsFor(estimator: Classifier) {
  return shape.superRefine(({ grid, base }, context) => {
    for (const point of parameterGrid(grid)) {
      const checked = estimator.params.safeParse({ ...base, ...point });
      for (const { path, message } of checked.error?.issues ?? []) {
        const [name = ''] = path.map(String);
        context.addIssue({ code: 'custom', path: name in grid ? ['grid', name] : ['base', name], message });
      }
      if (!checked.success) return;
    }
  });
}

/** Tries all combinations of params by stratified cross-validation. Each (candidate, fold) score is a cell. */
export const gridSearch = defineStage({
  name: 'grid-search',
  module: import.meta.url,
  params: ({ estimator }) => paramsFor(estimator),
  inputs: { train: dataset },
  outputs: { best: tunedParams, result: gridScores },
  uses: { estimator: use<Classifier>() },
  async run(call) {
    const { estimator } = call.uses;
    const { grid, base, folds, trainOn: count } = call.params;
    const train = head(call.inputs.train, count ?? Number.POSITIVE_INFINITY);
    const plan = planGrid(estimator, base, grid, train.labels, folds);
    const names = plan.units.map(({ candidate, fold }) => ({
      train: call.inputHashes.train,
      trainOn: train.labels.length,
      folds,
      fold,
      params: plan.candidates[candidate]!.params,
    }));
    const scores = await call.cells<number>(names, async (missing, put) => {
      const units = missing.map((index) => plan.units[index]!);
      const indexOf = new Map(missing.map((index) => [plan.units[index]!, index]));
      await scoreCandidates(estimator, plan, train, units, workOf(call), (unit, score) =>
        put(indexOf.get(unit)!, score),
      );
      call.log(`${units.length} of ${plan.units.length} fits; the others were known.`);
    });
    const result = gridResult(plan, scores);
    return { best: result.bestParams, result };
  },
});
