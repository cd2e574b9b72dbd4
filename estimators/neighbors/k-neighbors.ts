import { checkFeatures, checkTrain } from '../check-data.js';
import type { Classifier, FittedModel, Prediction } from '../classifier.js';
import { phase, type Work } from '../compute/work.js';
import { type Dataset, encodeLabels, type Labels, type Matrix } from '../matrix.js';
import { kNearest } from './k-nearest.js';
import type { Neighbors } from './nearest-neighbors.js';
import { type KNeighborsParams, kNeighborsParams } from './params.js';
import { mostVotedClass, neighborWeights, voteShares } from './vote.js';

/** A fitted k-nearest neighbors classifier: the training set and how its samples vote. */
export interface KNeighborsModel extends FittedModel, KNeighborsParams {
  readonly kind: 'k-neighbors';
  /** The very data set that it was fitted on, so that one that is stored is not stored again. */
  readonly train: Dataset;
}

/**
 * scikit-learn 1.2.1's KNeighborsClassifier(algorithm='brute') with the Euclidean metric, on pixels bit for bit: distances
 * between them are exact, and equally far samples come in its order (`kNearest` says where that order is defined). Between
 * doubles, distances may differ from BLAS's by last bits, and so which of nearly equally far samples are neighbors.
 */
export const kNeighbors: Classifier<KNeighborsParams, KNeighborsModel> = {
  name: 'k-neighbors',
  module: import.meta.url,
  params: kNeighborsParams,
  async fit({ nNeighbors, weights }, train, work) {
    work.signal?.throwIfAborted();
    checkTrain(train);
    const { rows } = train.images;
    // scikit-learn finds out when it predicts.
    if (nNeighbors > rows) {
      throw new RangeError(
        `nNeighbors must be at most the number of training samples, ${rows}; got ${nNeighbors}. Choose fewer neighbors, or train on more samples.`,
      );
    }
    return {
      kind: 'k-neighbors',
      classes: encodeLabels(train.labels).classes,
      nNeighbors,
      weights,
      train,
    };
  },
  async predict(model, samples, work) {
    const [labels] = await predictTogether([model], samples, work);
    return labels!;
  },
  async predictProba(model, samples, work) {
    return (await labelsAndProba(model, samples, work)).probabilities;
  },
  predictWithProba: labelsAndProba,
  hasProba: () => true,
  async predictCandidates(models, samples, work) {
    const predicted = new Map<KNeighborsModel, Labels>();
    for (const train of new Set(models.map((model) => model.train))) {
      const together = models.filter((model) => model.train === train);
      const done = predicted.size / models.length;
      const part = phase(work, done, done + together.length / models.length);
      const labels = await predictTogether(together, samples, part);
      for (const [i, model] of together.entries()) predicted.set(model, labels[i]!);
    }
    return models.map((model) => predicted.get(model)!);
  },
};

/** The labels that models of the same training set predict, from one search. */
async function predictTogether(
  models: readonly KNeighborsModel[],
  samples: Matrix,
  work: Work,
): Promise<Labels[]> {
  const { train } = models[0]!;
  checkFeatures(samples, train.images.columns);
  const found = await kNearest(
    train.images,
    samples,
    models.map(({ nNeighbors }) => nNeighbors),
    work,
  );
  return models.map((model, i) => votedLabels(model, found[i]!));
}

async function labelsAndProba(model: KNeighborsModel, samples: Matrix, work: Work): Promise<Prediction> {
  checkFeatures(samples, model.train.images.columns);
  const [found] = await kNearest(model.train.images, samples, [model.nNeighbors], work);
  const columns = model.classes.length;
  const data = new Float64Array(samples.rows * columns);
  forEachQuery(model, found!, (codes, weights, row) =>
    voteShares(codes, weights, data.subarray(row * columns, (row + 1) * columns)),
  );
  return {
    labels: votedLabels(model, found!),
    probabilities: { data, rows: samples.rows, columns },
  };
}

function votedLabels(model: KNeighborsModel, found: Neighbors): Labels {
  const { classes } = model;
  const labels = new Uint8Array(found.indices.length / found.k);
  forEachQuery(model, found, (codes, weights, row) => {
    labels[row] = classes[mostVotedClass(codes, weights, classes.length)]!;
  });
  return labels;
}

/** Calls `body` with the classes of each query's neighbors and what each of them counts. */
function forEachQuery(
  { train, weights }: KNeighborsModel,
  { indices, squaredDistances, k }: Neighbors,
  body: (codes: Uint8Array, weights: Float64Array, row: number) => void,
): void {
  const { codes } = encodeLabels(train.labels);
  for (let row = 0; row < indices.length / k; row++) {
    const [start, end] = [row * k, (row + 1) * k];
    const ofNeighbors = Uint8Array.from(indices.subarray(start, end), (sample) => codes[sample]!);
    body(ofNeighbors, neighborWeights(squaredDistances.subarray(start, end), weights), row);
  }
}
