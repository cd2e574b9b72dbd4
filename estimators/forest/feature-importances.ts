import { pairwiseSum } from '../metrics/pairwise-sum.js';
import { treeImportances } from '../tree/feature-importances.js';
import type { AnyTree } from '../tree/tree.js';

/**
 * The mean of the trees' importances over the trees that have a split, normalised to a sum of 1 (all 0 if none
 * has): the bits of scikit-learn's `feature_importances_` of a forest. One number for each feature.
 */
export function featureImportances({ trees }: { readonly trees: readonly AnyTree[] }): Float64Array {
  const sums = new Float64Array(trees[0]!.features);
  const grown = trees.filter((tree) => tree.feature.length > 1);
  if (grown.length === 0) return sums;
  for (const tree of grown) {
    const importances = treeImportances(tree);
    for (let feature = 0; feature < sums.length; feature++) sums[feature]! += importances[feature]!;
  }
  const means = sums.map((sum) => sum / grown.length);
  const total = pairwiseSum(means);
  return means.map((mean) => mean / total);
}
