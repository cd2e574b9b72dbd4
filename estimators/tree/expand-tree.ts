import { type AnyTree, LEAF } from './tree.js';

/** scikit-learn's `tree_`: one entry a node in each array. */
export interface ExpandedTree {
  /** -2 for a leaf. */
  readonly feature: Int32Array;
  /** -2 for a leaf. */
  readonly threshold: Float64Array;
  /** -1 for a leaf. */
  readonly childrenLeft: Int32Array;
  readonly childrenRight: Int32Array;
  /** Class weights: n_nodes x n_classes, row-major. */
  readonly value: Float64Array;
  /** Gini's impurity. */
  readonly impurity: Float64Array;
  /** Distinct samples. */
  readonly nNodeSamples: Uint32Array;
  /** Samples, each counted as often as it was drawn. */
  readonly weightedNNodeSamples: Float64Array;
}

/**
 * Everything that scikit-learn's `tree_` tells of a tree, bit for bit. A node's class weights are the sums of
 * its children's, which are integers and so exact; its impurity is 1 - sum c^2 / w^2 of these.
 */
export function expandTree(tree: AnyTree): ExpandedTree {
  const { classes } = tree;
  const nodes = tree.feature.length;
  const expanded = {
    feature: new Int32Array(tree.feature),
    threshold: new Float64Array(tree.threshold),
    childrenLeft: new Int32Array(nodes).fill(-1),
    childrenRight: new Int32Array(nodes).fill(-1),
    value: new Float64Array(nodes * classes),
    impurity: new Float64Array(nodes),
    nNodeSamples: new Uint32Array(nodes),
    weightedNNodeSamples: new Float64Array(nodes),
  };
  const { childrenLeft, childrenRight, value, impurity, nNodeSamples, weightedNNodeSamples } = expanded;
  // Children come after their parent, so from the back they are complete before it.
  for (let node = nodes - 1; node >= 0; node--) {
    const own = node * classes;
    if (tree.feature[node] === LEAF) {
      const leaf = tree.next[node]!;
      nNodeSamples[node] = tree.leafSamples[leaf]!;
      const end = tree.leafStart[leaf + 1]!;
      for (let i = tree.leafStart[leaf]!; i < end; i++) value[own + tree.leafClass[i]!] = tree.leafWeight[i]!;
    } else {
      const left = node + 1;
      const right = tree.next[node]!;
      childrenLeft[node] = left;
      childrenRight[node] = right;
      nNodeSamples[node] = nNodeSamples[left]! + nNodeSamples[right]!;
      for (let k = 0; k < classes; k++) {
        value[own + k] = value[left * classes + k]! + value[right * classes + k]!;
      }
    }
    let weight = 0;
    let squares = 0;
    for (let k = 0; k < classes; k++) {
      const classWeight = value[own + k]!;
      weight += classWeight;
      squares += classWeight * classWeight;
    }
    weightedNNodeSamples[node] = weight;
    impurity[node] = 1 - squares / (weight * weight);
  }
  return expanded;
}
