import * as z from 'zod';
import type { Classifier, FittedModel, Probabilities } from '../classifier.js';
import { phase, type Work } from '../compute/work.js';
import { type Dataset, encodeLabels } from '../matrix.js';
import { must } from '../params.js';
import { growRandomTrees } from '../tree/grow/grow-random-trees.js';
import type { RealTree } from '../tree/tree.js';
import { scoreOutOfBag } from './out-of-bag.js';
import { type RandomForestParams, randomForestParams } from './params.js';
import { type RandomForestModel, randomForest } from './random-forest.js';
import { treeSeeds } from './tree-seeds.js';

/** scikit-learn's params of an ExtraTreesClassifier, in camelCase: those of a random forest. */
export type ExtraTreesParams = RandomForestParams;

/** Checks params and fills in scikit-learn's defaults: each tree is grown on all samples. */
export const extraTreesParams = randomForestParams.safeExtend({
  bootstrap: z.boolean(must('bootstrap', 'true or false')).default(false),
});

export interface ExtraTreesModel extends FittedModel {
  readonly kind: 'extra-trees';
  /** Tree i is grown from seed i of `treeSeeds`. */
  readonly trees: readonly RealTree[];
  /** The accuracy on left-out samples (scikit-learn's `oob_score_`); null unless asked for. */
  readonly oobScore: number | null;
  /** As that of a random forest; null unless asked for. */
  readonly oobDecisionFunction: Probabilities | null;
}

/**
 * scikit-learn 1.2.1's ExtraTreesClassifier with Gini's impurity, bit for bit: a forest whose trees take the best of
 * splits with random thresholds. Of pixels and of doubles, which are rounded to 32-bit floats as there; one that is beyond
 * their range is refused.
 */
export const extraTrees: Classifier<ExtraTreesParams, ExtraTreesModel> = {
  name: 'extra-trees',
  module: import.meta.url,
  params: extraTreesParams,

  async fit(params, train, work) {
    const grown = params.oobScore ? 0.8 : 1;
    const seeds = treeSeeds(params.randomState, params.nEstimators);
    const trees = await growRandomTrees(params, seeds, train, phase(work, 0, grown));
    return extraTreesOf(params, trees, train, phase(work, grown, 1));
  },

  predict: (model, samples, work) => randomForest.predict(asForest(model), samples, work),

  predictProba: (model, samples, work) => randomForest.predictProba(asForest(model), samples, work),

  predictWithProba: (model, samples, work) => randomForest.predictWithProba!(asForest(model), samples, work),

  hasProba: () => true,
};

/**
 * The model that consists of these very trees, grown from `treeSeeds(params.randomState, params.nEstimators)` on
 * `train` in that order. Out-of-bag scoring happens here.
 * @throws RangeError if there are not `nEstimators` trees
 */
export async function extraTreesOf(
  params: ExtraTreesParams,
  trees: readonly RealTree[],
  train: Dataset,
  work: Work,
): Promise<ExtraTreesModel> {
  if (trees.length !== params.nEstimators) {
    throw new RangeError(`Extra trees of nEstimators = ${params.nEstimators} got ${trees.length} trees.`);
  }
  const { classes } = encodeLabels(train.labels);
  const outOfBag = params.oobScore ? await scoreOutOfBag(params, trees, train, work) : null;
  return {
    kind: 'extra-trees',
    classes,
    trees,
    oobScore: outOfBag?.score ?? null,
    oobDecisionFunction: outOfBag?.decisionFunction ?? null,
  };
}

/** The random forest that predicts the same: trees vote alike, however they were grown. */
function asForest(model: ExtraTreesModel): RandomForestModel {
  return { ...model, kind: 'random-forest' };
}
