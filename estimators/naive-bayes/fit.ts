import { checkTrain } from '../check-data.js';
import { classMembers } from '../class-members.js';
import { phase, type Work } from '../compute/work.js';
import type { Dataset } from '../matrix.js';
import { columnMeans, columnVariances } from '../moments/column-moments.js';
import type { GaussianNbModel } from './model.js';
import type { GaussianNbParams } from './params.js';

/** Squared deviations, up to 255^2, divided by a smaller variance might not be finite, nor their sum. */
const LEAST_VARIANCE = 1e-290;

/**
 * Estimates the means and variances of each class and feature (GaussianNB._partial_fit).
 *
 * Throws a RangeError if there is no sample, if samples and labels do not fit together, or if a variance is too small to
 * divide by.
 */
export async function fitGaussianNb(
  { varSmoothing }: GaussianNbParams,
  train: Dataset,
  work: Work,
): Promise<GaussianNbModel> {
  checkTrain(train);
  const { images, labels } = train;
  const { classes, members } = classMembers(labels);
  const all = Uint32Array.from(labels.keys());
  const groups = [all, ...members];
  const means = await columnMeans(images, groups, phase(work, 0, 0.4));
  const [variances, ...ofClasses] = await columnVariances(images, groups, means, phase(work, 0.4, 1));
  const epsilon = varSmoothing * variances!.reduce((most, variance) => Math.max(most, variance));
  const variance = concatenate(ofClasses).map((value) => value + epsilon);
  checkVariance(variance, classes, images.columns, varSmoothing);
  return {
    kind: 'gaussian-nb',
    classes,
    features: images.columns,
    classCount: Uint32Array.from(members, ({ length }) => length),
    classPrior: Float64Array.from(members, ({ length }) => length / labels.length),
    theta: concatenate(means.slice(1)),
    variance,
    epsilon,
  };
}

function checkVariance(
  variance: Float64Array,
  classes: Uint8Array,
  features: number,
  varSmoothing: number,
): void {
  const place = variance.findIndex((value) => value < LEAST_VARIANCE);
  if (place < 0) return;
  const feature = place % features;
  const label = classes[Math.floor(place / features)];
  throw new RangeError(
    `The variance of feature ${feature} in class ${label} is ${variance[place]}, too small to divide by, with varSmoothing ${varSmoothing}. ` +
      'Choose a larger varSmoothing; if no feature varies at all, there is nothing to learn from these samples.',
  );
}

function concatenate(rows: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(rows.length * rows[0]!.length);
  for (const [i, row] of rows.entries()) all.set(row, i * row.length);
  return all;
}
