import * as grow from '../trees/grow';
import * as outOfBag from '../trees/out-of-bag';
import { BestReals } from '../trees/reals/best-reals';
import { RandomReals } from '../trees/reals/random-reals';
import { RealTree } from '../trees/reals/real-tree';
import * as walk from '../trees/walk';

// The kernel that grows trees on doubles, with the best splits or with random ones, and takes doubles through trees.
export { rankInBytes } from '../trees/reals/byte-ranks';
export { keyColumn, rankColumn } from '../trees/reals/place';

export function growTree(job: usize, seed: u32, bootstrap: i32): i32 {
  return grow.growTree<BestReals>(job, seed, bootstrap);
}

export function growRandomTree(job: usize, seed: u32, bootstrap: i32): i32 {
  return grow.growTree<RandomReals>(job, seed, bootstrap);
}

export function packTree(tree: usize, nodes: i32, feature: usize, threshold: usize, leafWeight: usize): i32 {
  return walk.packTree<RealTree>(tree, nodes, feature, threshold, leafWeight);
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
  return walk.addShares<RealTree>(trees, treeCount, samples, rowBytes, rows, classes, sums);
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
  return outOfBag.meanLeftOutShares<RealTree>(
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
