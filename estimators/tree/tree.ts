/**
 * A fitted decision tree as compact plain data. Nodes are in depth-first preorder, so the left child of an
 * inner node is the next node, and node 0 is the root. Leaves are numbered in the order they come. What is not
 * here (class weights and impurity of inner nodes, numbers of samples) follows exactly: see `expandTree`.
 */
export interface Tree<Thresholds extends Float32Array | Float64Array = Float32Array> {
  /** n_features and n_classes of the data that it was grown on. */
  readonly features: number;
  readonly classes: number;
  /** A node's feature; -2 for a leaf. */
  readonly feature: Int16Array;
  /** `x <= threshold` goes left; -2 for a leaf. Halves between bytes are exact in 32 bits, others are not. */
  readonly threshold: Thresholds;
  /** The right child of an inner node; of a leaf, its number. */
  readonly next: Int32Array;
  /** How many distinct samples each leaf has. */
  readonly leafSamples: Uint32Array;
  /**
   * The classes of leaf i are `leafClass[leafStart[i]]` up to `leafClass[leafStart[i + 1] - 1]`, ascending, and
   * `leafWeight` their weights (samples, each counted as often as it was drawn). Most leaves have one class.
   */
  readonly leafStart: Uint32Array;
  readonly leafClass: Uint8Array;
  readonly leafWeight: Uint32Array;
}

/** A tree whose thresholds have all bits of a double: grown on doubles, or with random splits. */
export type RealTree = Tree<Float64Array>;

/** A tree of either kind. */
export type AnyTree = Tree<Float32Array | Float64Array>;

/** What marks a leaf in `feature`, as in scikit-learn. */
export const LEAF = -2;

/** The depth of a tree: 0 if it is a single leaf. */
export function treeDepth(tree: AnyTree): number {
  const depth = new Uint32Array(tree.feature.length);
  let deepest = 0;
  for (const [node, feature] of tree.feature.entries()) {
    if (feature === LEAF) continue;
    const below = depth[node]! + 1;
    depth[node + 1] = below;
    depth[tree.next[node]!] = below;
    if (below > deepest) deepest = below;
  }
  return deepest;
}
