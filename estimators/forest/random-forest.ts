import type { Classifier, FittedModel, Probabilities } from '../classifier.js';
import { phase, type Work } from '../compute/work.js';
import { type Dataset, encodeLabels, type Labels, type Matrix } from '../matrix.js';
import { largestColumns, mostProbable } from '../most-probable.js';
import { checkFeatures } from '../tree/check-data.js';
import { growTrees } from '../tree/grow/grow-trees.js';
import { divideInto, sumShares } from '../tree/sum-shares.js';
import type { AnyTree } from '../tree/tree.js';
import { scoreOutOfBag } from './out-of-bag.js';
import { type RandomForestParams, randomForestParams } from './params.js';
import { treeSeeds } from './tree-seeds.js';

export { growTrees } from '../tree/grow/grow-trees.js';
export { type RandomForestParams, randomForestParams } from './params.js';
export { treeSeeds } from './tree-seeds.js';

export interface RandomForestModel extends FittedModel {
  readonly kind: 'random-forest';
  /** Tree i is grown from seed i of `treeSeeds`. */
  readonly trees: readonly AnyTree[];
  /** The accuracy on left-out samples (scikit-learn's `oob_score_`); null unless asked for. */
  readonly oobScore: number | null;
  /**
   * The mean probabilities of each training sample over the trees that left it out (`oob_decision_function_`);
   * null unless asked for. The row of a sample that no tree left out is all 0, and counts as a vote for the
   * first class, as in scikit-learn, which also warns.
   */
  readonly oobDecisionFunction: Probabilities | null;
}

/**
 * scikit-learn 1.2.1's RandomForestClassifier with Gini's impurity, bit for bit, of pixels and of doubles. As there, doubles
 * are rounded to 32-bit floats, and one that is beyond their range is refused.
 */
export const randomForest: Classifier<RandomForestParams, RandomForestModel> = {
  name: 'random-forest',
  module: import.meta.url,
  params: randomForestParams,

  async fit(params, train, work) {
    const grown = params.oobScore ? 0.8 : 1;
    const seeds = treeSeeds(params.randomState, params.nEstimators);
    const trees = await growTrees(params, seeds, train, phase(work, 0, grown));
    return forestOf(params, trees, train, phase(work, grown, 1));
  },

  async predict(model, samples, work) {
    return (await predictPrefixes(model, samples, work, [model.trees.length]))[0]!;
  },

  async predictProba(model, samples, work) {
    checkFeatures(samples, model.trees[0]!.features);
    const columns = model.classes.length;
    const data = new Float64Array(samples.rows * columns);
    await sumShares(model.trees, samples, work, [model.trees.length], (sums, firstRow, count) => {
      divideInto(data.subarray(firstRow * columns), sums, count);
    });
    return { data, rows: samples.rows, columns };
  },

  async predictWithProba(model, samples, work) {
    const probabilities = await randomForest.predictProba(model, samples, work);
    return { labels: mostProbable(probabilities, model.classes), probabilities };
  },

  hasProba: () => true,

  async fitCandidates(candidates, train, work) {
    const largest = new Map<string, RandomForestParams>();
    for (const params of candidates) {
      const known = largest.get(treesKey(params));
      if (!known || params.nEstimators > known.nEstimators) largest.set(treesKey(params), params);
    }
    const total = [...largest.values()].reduce((sum, params) => sum + params.nEstimators, 0);
    const grown = new Map<string, AnyTree[]>();
    let done = 0;
    for (const [key, params] of largest) {
      const part = phase(work, done / total, (done + params.nEstimators) / total);
      const seeds = treeSeeds(params.randomState, params.nEstimators);
      grown.set(key, await growTrees(params, seeds, train, part));
      done += params.nEstimators;
    }
    const models: RandomForestModel[] = [];
    for (const params of candidates) {
      const trees = grown.get(treesKey(params))!.slice(0, params.nEstimators);
      models.push(await forestOf(params, trees, train, { ...work, onProgress: undefined }));
    }
    return models;
  },

  async predictCandidates(models, samples, work) {
    const predicted = new Map<RandomForestModel, Labels>();
    for (const model of models.toSorted((a, b) => b.trees.length - a.trees.length)) {
      if (predicted.has(model)) continue;
      const prefixes = models.filter(({ trees }) => trees.every((tree, i) => tree === model.trees[i]));
      const part = phase(
        work,
        predicted.size / models.length,
        (predicted.size + prefixes.length) / models.length,
      );
      const counts = prefixes.map(({ trees }) => trees.length);
      const labels = await predictPrefixes(model, samples, part, counts);
      for (const [i, prefix] of prefixes.entries()) predicted.set(prefix, labels[i]!);
    }
    return models.map((model) => predicted.get(model)!);
  },
};

/** Equal for forests whose trees are the same, as far as both have them. */
function treesKey({ nEstimators: _, oobScore: __, ...shape }: RandomForestParams): string {
  return JSON.stringify(Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The forest that consists of these very trees, grown from `treeSeeds(params.randomState, params.nEstimators)`
 * on `train` in that order. Out-of-bag scoring happens here.
 * @throws RangeError if there are not `nEstimators` trees
 */
export async function forestOf(
  params: RandomForestParams,
  trees: readonly AnyTree[],
  train: Dataset,
  work: Work,
): Promise<RandomForestModel> {
  if (trees.length !== params.nEstimators) {
    throw new RangeError(`A forest of nEstimators = ${params.nEstimators} got ${trees.length} trees.`);
  }
  const { classes } = encodeLabels(train.labels);
  const outOfBag = params.oobScore ? await scoreOutOfBag(params, trees, train, work) : null;
  return {
    kind: 'random-forest',
    classes,
    trees,
    oobScore: outOfBag?.score ?? null,
    oobDecisionFunction: outOfBag?.decisionFunction ?? null,
  };
}

/**
 * The labels that the forests of the first `counts[i]` trees predict, in one pass: what a grid over
 * `nEstimators` needs.
 * @param counts 1 to n_trees, in any order
 */
export async function predictPrefixes(
  model: RandomForestModel,
  samples: Matrix,
  work: Work,
  counts: readonly number[],
): Promise<Labels[]> {
  checkFeatures(samples, model.trees[0]!.features);
  for (const count of counts) {
    if (!Number.isInteger(count) || count < 1 || count > model.trees.length) {
      throw new RangeError(`A forest of ${model.trees.length} trees has no first ${count} trees.`);
    }
  }
  const ascending = [...new Set(counts)].sort((a, b) => a - b);
  const labels = new Map(ascending.map((count) => [count, new Uint8Array(samples.rows)]));
  await sumShares(model.trees, samples, work, ascending, (sums, firstRow, count) => {
    const means = new Float64Array(sums.length);
    // Dividing first matters: two sums that differ may have the same mean.
    divideInto(means, sums, count);
    const codes = largestColumns(means, model.classes.length);
    labels.get(count)!.set(
      codes.map((code) => model.classes[code]!),
      firstRow,
    );
  });
  return counts.map((count) => labels.get(count)!);
}
