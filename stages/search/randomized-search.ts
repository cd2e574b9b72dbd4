import * as z from 'zod';
import type { Classifier } from '../../estimators/classifier.js';
import { head } from '../../estimators/matrix.js';
import { parameterSampler } from '../../estimators/model-selection/parameter-sampler.js';
import { integer, must, seed } from '../../estimators/params.js';
import { defineStage, use } from '../../pipeline/study/stage.js';
import { dataset, gridScores, tunedParams } from '../artifacts.js';
import { checkPoints, search, searchParams } from './search.js';

const DISTRIBUTION = must(
  'distributions',
  'for each param a list of at least one value, {"uniform": {"loc": …, "scale": at least 0}} or {"loguniform": {"a": above 0, "b": above a}}',
);
const uniform = z.strictObject({ loc: z.number(), scale: z.number().min(0, DISTRIBUTION) });
const loguniform = z
  .strictObject({ a: z.number().positive(DISTRIBUTION), b: z.number() })
  .refine(({ a, b }) => b > a && Number.isFinite(b / a), DISTRIBUTION);

const shape = z.strictObject({
  /** What to draw each of the estimator's params from, with SciPy's names. */
  distributions: z.record(
    z.string(),
    z.union(
      [z.array(z.json()).min(1, DISTRIBUTION), z.strictObject({ uniform }), z.strictObject({ loguniform })],
      DISTRIBUTION,
    ),
  ),
  nIter: integer('nIter', 1, 100_000, 'an integer from 1 to 100,000').default(10),
  randomState: seed('randomState').default(42),
  ...searchParams,
});

/** The schema with every candidate checked by the estimator's own, so that a bad value is found before anything runs. */
function paramsFor(estimator: Classifier) {
  return shape.superRefine(({ distributions, nIter, randomState, base }, context) => {
    if (context.issues.length > 0) return;
    checkPoints(
      estimator,
      base,
      parameterSampler(distributions, nIter, randomState),
      ['distributions', distributions],
      context,
    );
  });
}

/** Tries randomly drawn combinations of params by stratified cross-validation. Each (candidate, fold) score is a cell. */
export const randomizedSearch = defineStage({
  name: 'randomized-search',
  module: import.meta.url,
  params: ({ estimator }) => paramsFor(estimator),
  inputs: { train: dataset },
  outputs: { best: tunedParams, result: gridScores },
  uses: { estimator: use<Classifier>() },
  async run(call) {
    const { distributions, nIter, randomState, trainOn } = call.params;
    const train = head(call.inputs.train, trainOn ?? Number.POSITIVE_INFINITY);
    const points = parameterSampler(distributions, nIter, randomState);
    if (points.length < nIter) {
      call.log(`The lists have ${points.length} combinations, fewer than nIter = ${nIter}: all are tried.`);
    }
    return search(call, points, train);
  },
});
