import { pairwiseSum } from '../metrics/pairwise-sum.js';
import { expandTree } from './expand-tree.js';
import { type AnyTree, LEAF } from './tree.js';

/**
 * How much each feature's splits lower the impurity, normalised to a sum of 1 (all 0 for a tree without
 * splits): the bits of scikit-learn's `feature_importances_` of one tree.
 */
export function treeImportances(tree: AnyTree): Float64Array {
  const importances = new Float64Array(tree.features);
  const { impurity, weightedNNodeSamples: weight } = expandTree(tree);
  const weighted = (node: number) => weight[node]! * impurity[node]!;
  for (let node = 0; node < impurity.length; node++) {
    const feature = tree.feature[node]!;
    if (feature === LEAF) continue;
    importances[feature]! += weighted(node) - weighted(node + 1) - weighted(tree.next[node]!);
  }
  for (let feature = 0; feature < importances.length; feature++) importances[feature]! /= weight[0]!;
  const sum = pairwiseSum(importances);
  return sum > 0 ? importances.map((value) => value / sum) : importances;
}
