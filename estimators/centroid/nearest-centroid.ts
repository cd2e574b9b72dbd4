import { centroidKernel } from '../../dist/kernels/centroid.js';
import { checkFeatures, checkTrain } from '../check-data.js';
import { severalClassMembers } from '../class-members.js';
import type { Classifier, FittedModel } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import { isPixels, type Labels, type Matrix } from '../matrix.js';
import { columnMeans } from '../moments/column-moments.js';
import { type NearestCentroidParams, nearestCentroidParams } from './params.js';

/** A fitted nearest centroid classifier, under scikit-learn's attribute names. */
export interface NearestCentroidModel extends FittedModel {
  readonly kind: 'nearest-centroid';
  readonly features: number;
  /** The mean sample of each class: n_classes x n_features, row-major. */
  readonly centroids: Float64Array;
}

/** Multiplications a task: some milliseconds. */
const TASK_PRODUCTS = 4_000_000;

/**
 * scikit-learn 1.2.1's NearestCentroid with its defaults: the class whose mean sample is nearest, the first of equals.
 * Centroids have scikit-learn's bits. Distances are sums of products in the features' order; scikit-learn leaves that
 * order to BLAS, so labels may differ where two centroids are equally far to the last bits.
 */
export const nearestCentroid: Classifier<NearestCentroidParams, NearestCentroidModel> = {
  name: 'nearest-centroid',
  module: import.meta.url,
  params: nearestCentroidParams,
  async fit(_params, train, work) {
    checkTrain(train);
    const { classes, members } = severalClassMembers(train.labels);
    const { columns } = train.images;
    const means = await columnMeans(train.images, members, work);
    const centroids = new Float64Array(classes.length * columns);
    for (const [code, mean] of means.entries()) centroids.set(mean, code * columns);
    return { kind: 'nearest-centroid', classes, features: columns, centroids };
  },
  predict: predictLabels,
  async predictProba() {
    throw new Error('The nearest centroid has no probabilities. Predict labels.');
  },
  hasProba: () => false,
};

async function predictLabels(model: NearestCentroidModel, samples: Matrix, work: Work): Promise<Labels> {
  const { features, classes } = model;
  checkFeatures(samples, features);
  const { compute } = work;
  const scope = compute.heap.scope();
  try {
    const data = scope.share(samples.data);
    const rowBytes = features * samples.data.BYTES_PER_ELEMENT;
    const search = isPixels(samples) ? 'nearestToPixels' : 'nearestToReals';
    const centroids = scope.copy(model.centroids);
    const norms = scope.allocate(classes.length * 8);
    await compute.call(centroidKernel, 'squaredLengths', centroids, classes.length, features, norms);
    const out = scope.allocate(samples.rows);
    const taskRows = Math.max(1, Math.floor(TASK_PRODUCTS / (features * classes.length)));
    const tasks = Array.from({ length: Math.ceil(samples.rows / taskRows) }, (_, task) => task * taskRows);
    await runLanes(tasks, work, (first) => {
      const count = Math.min(taskRows, samples.rows - first);
      const place = data + first * rowBytes;
      return compute.call(
        centroidKernel,
        search,
        ...[place, count, features, centroids, norms, classes.length, out + first],
      );
    });
    return compute.heap.bytes(out, samples.rows).map((code) => classes[code]!);
  } finally {
    scope.release();
  }
}
