import { bayesKernel } from '../../dist/kernels/bayes.js';
import type { Probabilities } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import { isPixels, type Matrix } from '../matrix.js';
import type { GaussianNbModel } from './model.js';

/** log P(class, x): n_samples x n_classes, row-major. */
export interface JointLogLikelihood {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Divisions a task: some milliseconds. */
const TASK_TERMS = 1_000_000;
/** Exponentials a task: some milliseconds. */
const TASK_VALUES = 200_000;

/** scikit-learn's `predict_joint_log_proba` of samples that the model can take. */
export async function jointLogLikelihood(
  model: GaussianNbModel,
  samples: Matrix,
  work: Work,
): Promise<JointLogLikelihood> {
  const { compute } = work;
  const { features, theta, variance, classPrior } = model;
  const classes = model.classes.length;
  const scope = compute.heap.scope();
  try {
    const data = scope.share(samples.data);
    const rowBytes = features * samples.data.BYTES_PER_ELEMENT;
    const kind = isPixels(samples) ? 'jointLogLikelihoodOfPixels' : 'jointLogLikelihoodOfReals';
    const [means, variances, priors] = [scope.copy(theta), scope.copy(variance), scope.copy(classPrior)];
    const logs = scope.allocate(classes * 16);
    const terms = Array.from({ length: compute.threads }, () => scope.allocate(features * 8));
    await compute.call(bayesKernel, 'constants', priors, variances, classes, features, terms[0]!, logs);
    const out = scope.allocate(samples.rows * classes * 8);
    await overRows(samples.rows, TASK_TERMS / (features * classes), work, (first, count, lane) =>
      compute.call(
        bayesKernel,
        kind,
        ...[data + first * rowBytes, count, features],
        ...[means, variances, logs, classes, terms[lane]!, out + first * classes * 8],
      ),
    );
    return {
      data: compute.heap.float64(out, samples.rows * classes).slice(),
      rows: samples.rows,
      columns: classes,
    };
  } finally {
    scope.release();
  }
}

/**
 * The probabilities that belong to likelihoods (scikit-learn's `predict_proba`). A row has the same result whatever rows
 * come with it; NumPy adds the terms of a row that is alone in another order.
 */
export async function normalize(joint: JointLogLikelihood, work: Work): Promise<Probabilities> {
  const { compute } = work;
  const { data, rows, columns } = joint;
  const scope = compute.heap.scope();
  try {
    const values = scope.copy(data);
    await overRows(rows, TASK_VALUES / columns, work, (first, count) =>
      compute.call(bayesKernel, 'normalize', values + first * columns * 8, count, columns),
    );
    return { data: compute.heap.float64(values, rows * columns).slice(), rows, columns };
  } finally {
    scope.release();
  }
}

/** Runs `body` over all rows, so many at a time (at least one). */
async function overRows(
  rows: number,
  most: number,
  work: Work,
  body: (first: number, count: number, lane: number) => Promise<number>,
): Promise<void> {
  const count = Math.max(1, Math.floor(most));
  const firsts = Array.from({ length: Math.ceil(rows / count) }, (_, task) => task * count);
  await runLanes(firsts, work, (first, lane) => body(first, Math.min(count, rows - first), lane));
}
