import { checkFeatures, checkTrain } from '../check-data.js';
import type { Classifier, FittedModel } from '../classifier.js';
import type { Work } from '../compute/work.js';
import { type Dataset, encodeLabels, type Matrix } from '../matrix.js';
import { largestColumns } from '../most-probable.js';
import { decide } from './decisions.js';
import { logisticLoss, type WeightShape, weightCount, weightShape } from './logistic-loss.js';
import { newtonCg } from './newton-cg.js';
import { type LogisticRegressionParams, logisticRegressionParams } from './params.js';

export interface LogisticRegressionModel extends FittedModel {
  readonly kind: 'logistic-regression';
  readonly features: number;
  /**
   * scikit-learn's `coef_`: n_rows x n_features, row-major, a row a class; where there are two classes, one row, which
   * speaks for the second.
   */
  readonly coef: Float64Array;
  /** scikit-learn's `intercept_`: one a row of `coef`. */
  readonly intercept: Float64Array;
  /** Newton steps taken. */
  readonly nIter: number;
  /** Whether `tol` was reached (scikit-learn warns where it was not). */
  readonly converged: boolean;
}

/** The scores of a decision function: n_samples x n_rows of `coef`, row-major. */
export interface LinearDecisions {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * scikit-learn 1.2.1's LogisticRegression: multinomial (two classes: binomial), with an L2 penalty on all but the
 * intercepts. The objective has one minimum; how near a fit comes to it is what differs between solvers. Where both go
 * as far as rounding allows (`tol` 1e-8 here, solver newton-cg with tol 1e-11 there), labels are equal, coefficients
 * within 1e-11 and probabilities within 1e-9 in the fixtures; with the default `tol`, coefficients are within 1e-7.
 * scikit-learn's default solver, lbfgs, ends sooner: with its default tol, or after `max_iter`, it is farther off.
 */
export const logisticRegression: Classifier<LogisticRegressionParams, LogisticRegressionModel> = {
  name: 'logistic-regression',
  module: import.meta.url,
  params: logisticRegressionParams,
  fit,

  async predict(model, samples, work) {
    const scores = await classScores(model, samples, 'scores', work);
    return largestColumns(scores, model.classes.length).map((code) => model.classes[code]!);
  },

  async predictProba(model, samples, work) {
    const data = await classScores(model, samples, 'softmax', work);
    return { data, rows: samples.rows, columns: model.classes.length };
  },

  hasProba: () => true,
};

/** scikit-learn's `decision_function`. Throws where `predict` does. */
export async function logisticDecisions(
  model: LogisticRegressionModel,
  samples: Matrix,
  work: Work,
): Promise<LinearDecisions> {
  const scores = await classScores(model, samples, 'scores', work);
  const isBinary = model.classes.length === 2;
  const data = isBinary ? scores.filter((_, i) => i % 2 === 1) : scores;
  return { data, rows: samples.rows, columns: isBinary ? 1 : model.classes.length };
}

async function fit(
  { C, maxIter, tol }: LogisticRegressionParams,
  train: Dataset,
  work: Work,
): Promise<LogisticRegressionModel> {
  checkTrain(train);
  const { images } = train;
  const { classes, codes } = encodeLabels(train.labels);
  if (classes.length < 2) {
    throw new RangeError(
      `Logistic regression needs samples of at least 2 classes; got ${classes.length}. Train on more samples.`,
    );
  }
  const shape = weightShape(images.columns, classes.length);
  // For two classes there is one row of weights, w; as multinomial weights, -w/2 and w/2, its penalty is half of w's.
  const penalty = classes.length === 2 ? 2 / C : 1 / C;
  const scope = work.compute.heap.scope();
  try {
    const loss = logisticLoss(images, codes, shape, penalty, scope, work);
    const start = new Float64Array(weightCount(shape));
    const { point, iterations, converged } = await newtonCg(
      loss,
      start,
      { tol, maxIter },
      progress(tol, work),
    );
    work.onProgress?.(1);
    const { coef, intercept } = rowsOf(point, shape);
    return {
      kind: 'logistic-regression',
      classes,
      features: images.columns,
      coef,
      intercept,
      nIter: iterations,
      converged,
    };
  } finally {
    scope.release();
  }
}

/** The gradient's magnitude falls ever faster; on a logarithmic scale it tells how far there is to go. */
function progress(tol: number, { onProgress }: Work): (largestGradient: number) => void {
  let first: number | undefined;
  let told = 0;
  return (largest) => {
    first ??= largest;
    if (largest <= 0 || first <= tol) return;
    told = Math.max(told, Math.min(1, Math.log(first / largest) / Math.log(first / tol)));
    onProgress?.(told);
  };
}

/**
 * scikit-learn's `coef_` and `intercept_` of the weights. Adding the same to all classes' weights changes no
 * probability, and the penalty is least where they sum to 0; the intercepts, which have none, then do so too.
 */
function rowsOf(weights: Float64Array, { features, classes, stride }: WeightShape) {
  const centred = (feature: number, code: number) => {
    const row = weights.subarray(feature * stride, feature * stride + classes);
    return row[code]! - row.reduce((sum, weight) => sum + weight, 0) / classes;
  };
  const isBinary = classes === 2;
  const rows = isBinary ? 1 : classes;
  const weight = (feature: number, row: number) =>
    isBinary ? weights[feature * stride + 1]! - weights[feature * stride]! : centred(feature, row);
  const coef = new Float64Array(rows * features);
  for (let row = 0; row < rows; row++) {
    for (let feature = 0; feature < features; feature++)
      coef[row * features + feature] = weight(feature, row);
  }
  return { coef, intercept: Float64Array.from({ length: rows }, (_, row) => weight(features, row)) };
}

/** The weights of a model: with two classes, the first one's are 0. */
function weightsOf({ classes, features, coef, intercept }: LogisticRegressionModel, shape: WeightShape) {
  const weights = new Float64Array(weightCount(shape));
  const firstRow = classes.length === 2 ? 1 : 0;
  for (const row of intercept.keys()) {
    for (let feature = 0; feature < features; feature++) {
      weights[feature * shape.stride + firstRow + row] = coef[row * features + feature]!;
    }
    weights[features * shape.stride + firstRow + row] = intercept[row]!;
  }
  return weights;
}

async function classScores(
  model: LogisticRegressionModel,
  samples: Matrix,
  output: 'scores' | 'softmax',
  work: Work,
): Promise<Float64Array> {
  checkFeatures(samples, model.features);
  const shape = weightShape(model.features, model.classes.length);
  return decide(weightsOf(model, shape), shape, samples, output, work);
}
