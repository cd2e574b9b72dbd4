import { BestBytes } from '../trees/bytes/best-bytes';
import { ByteTree } from '../trees/bytes/byte-tree';
import * as grow from '../trees/grow';
import * as outOfBag from '../trees/out-of-bag';
import * as walk from '../trees/walk';

// The kernel that grows trees on bytes with the best splits, and takes bytes through trees. `collect` is exported so that the
// optimiser leaves it a function of its own: inlined into its only caller, its loop runs out of registers.
export { placeRows } from '../trees/bytes/place';
export { collect } from '../trees/bytes/search/collect';
export { markLeftOut } from '../trees/out-of-bag';

export function growTree(job: usize, seed: u32, bootstrap: i32): i32 {
  return grow.growTree<BestBytes>(job, seed, bootstrap);
}

export function packTree(tree: usize, nodes: i32, feature: usize, threshold: usize, leafWeight: usize): i32 {
  return walk.packTree<ByteTree>(tree, nodes, feature, threshold, leafWeight);
}

export function addShares(
  trees: usize,
  treeCount: i32,
  samples: usize,
  rowBytes: usize,
  rows: i32,
  classes: i32,
  sums: usize,
): i32 {
  return walk.addShares<ByteTree>(trees, treeCount, samples, rowBytes, rows, classes, sums);
}

export function meanLeftOutShares(
  trees: usize,
  treeCount: i32,
  samples: usize,
  rowBytes: usize,
  rows: i32,
  classes: i32,
  leftOut: usize,
  marksStride: i32,
  means: usize,
): i32 {
  return outOfBag.meanLeftOutShares<ByteTree>(
    trees,
    treeCount,
    samples,
    rowBytes,
    rows,
    classes,
    leftOut,
    marksStride,
    means,
  );
}
