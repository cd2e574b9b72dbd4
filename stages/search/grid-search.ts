import * as z from 'zod';
import type { Classifier } from '../../estimators/classifier.js';
import { head } from '../../estimators/matrix.js';
import { parameterGrid } from '../../estimators/model-selection/parameter-grid.js';
import { must } from '../../estimators/params.js';
import { defineStage, use } from '../../pipeline/study/stage.js';
import { dataset, gridScores, tunedParams } from '../artifacts.js';
import { checkPoints, search, searchParams } from './search.js';

const shape = z.strictObject({
  /** Values to try for each of the estimator's params. */
  grid: z.record(z.string(), z.array(z.json()).min(1, must('grid', 'at least one value for each param'))),
  ...searchParams,
});

/** The schema with every candidate checked by the estimator's own, so that a bad value is found before anything runs. */
function paramsFor(estimator: Classifier) {
  return shape.superRefine(({ grid, base }, context) => {
    if (context.issues.length > 0) return;
    checkPoints(estimator, base, parameterGrid(grid), ['grid', grid], context);
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
    const train = head(call.inputs.train, call.params.trainOn ?? Number.POSITIVE_INFINITY);
    return search(call, parameterGrid(call.params.grid), train);
  },
});
