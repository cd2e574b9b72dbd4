import { expandTree } from '../../../estimators/tree/expand-tree.js';
import { type AnyTree, treeDepth } from '../../../estimators/tree/tree.js';
import { digest } from './datasets.js';

/** A tree as test/oracle/forest.py describes scikit-learn's: every array of its `tree_` by its digest. */
export function describeTree(tree: AnyTree) {
  const { feature, threshold, childrenLeft, childrenRight, value, impurity, ...samples } = expandTree(tree);
  return {
    nodes: feature.length,
    depth: treeDepth(tree),
    feature: digest(feature),
    threshold: digest(threshold),
    childrenLeft: digest(childrenLeft),
    childrenRight: digest(childrenRight),
    value: digest(value),
    impurity: digest(impurity),
    nNodeSamples: digest(samples.nNodeSamples),
    weightedNNodeSamples: digest(samples.weightedNNodeSamples),
  };
}
