import * as z from 'zod';
import type { Classifier, FittedModel, Probabilities } from '../classifier.js';
import type { Work } from '../compute/work.js';
import { encodeLabels, type Matrix } from '../matrix.js';
import { largestColumns } from '../most-probable.js';
import { checkFeatures } from './check-data.js';
import { growTrees } from './grow/grow-trees.js';
import {
  maxDepthParam,
  maxFeaturesParam,
  minSamplesLeafParam,
  minSamplesSplitParam,
  randomStateParam,
  type TreeShape,
} from './params.js';
import { divideInto, sumShares } from './sum-shares.js';
import type { AnyTree } from './tree.js';

/** scikit-learn's params of a DecisionTreeClassifier, in camelCase. */
export interface DecisionTreeParams extends TreeShape {
  /** The order in which features are tried, and so which of equal splits is taken. */
  readonly randomState: number;
}

export interface DecisionTreeModel extends FittedModel {
  readonly kind: 'decision-tree';
  readonly tree: AnyTree;
}

/**
 * scikit-learn 1.2.1's DecisionTreeClassifier with Gini's impurity, bit for bit, of pixels and of doubles. As there, doubles
 * are rounded to 32-bit floats, and one that is beyond their range is refused.
 */
export const decisionTree: Classifier<DecisionTreeParams, DecisionTreeModel> = {
  name: 'decision-tree',
  module: import.meta.url,
  params: z.strictObject({
    maxDepth: maxDepthParam,
    minSamplesSplit: minSamplesSplitParam,
    minSamplesLeaf: minSamplesLeafParam,
    maxFeatures: maxFeaturesParam.default(null),
    randomState: randomStateParam,
  }),

  async fit(params, train, work) {
    const [tree] = await growTrees({ ...params, bootstrap: false }, [params.randomState], train, work);
    return { kind: 'decision-tree', classes: encodeLabels(train.labels).classes, tree: tree! };
  },

  async predict(model, samples, work) {
    const { data, columns } = await shares(model, samples, work);
    return largestColumns(data, columns).map((code) => model.classes[code]!);
  },

  predictProba: shares,

  hasProba: () => true,
};

async function shares(model: DecisionTreeModel, samples: Matrix, work: Work): Promise<Probabilities> {
  checkFeatures(samples, model.tree.features);
  const columns = model.classes.length;
  const data = new Float64Array(samples.rows * columns);
  await sumShares([model.tree], samples, work, [1], (sums, firstRow, count) => {
    divideInto(data.subarray(firstRow * columns), sums, count);
  });
  return { data, rows: samples.rows, columns };
}
