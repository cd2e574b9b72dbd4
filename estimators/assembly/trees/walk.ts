import { PackedTree } from './records';

// Trees are walked as packed nodes, in which a leaf is its own right child and nothing goes left from it: a walk that has
// arrived stays. What a node looks like is the matter of class T: bytes/byte-tree.ts and reals/real-tree.ts. Places are bytes
// from the root.

/** Samples that are taken through a tree at once: each waits for memory at every node, and meanwhile the others go on. */
const AT_ONCE: i32 = 4;

@inline
export function treeAt<T extends PackedTree>(trees: usize, index: i32): T {
  return changetype<T>(trees + <usize>index * offsetof<PackedTree>());
}

/**
 * Packs a tree (estimators/tree/tree.ts) whose record is written, and whose `next` and leaves are placed. `shares` receives
 * each leaf entry's class weight divided by the leaf's weight, f64: a class share of `predict_proba`.
 * @param feature i16[nodes], `threshold` f64[nodes] and `leafWeight` u32[entries of leaves]
 */
export function packTree<T extends PackedTree>(
  address: usize,
  nodes: i32,
  feature: usize,
  threshold: usize,
  leafWeight: usize,
): i32 {
  const tree = changetype<T>(address);
  for (let node = 0; node < nodes; node++) {
    const f = <i32>load<i16>(feature + (<usize>node << 1));
    const following = load<i32>(tree.next + (<usize>node << 2));
    if (f < 0) tree.packLeaf(node, following);
    else tree.packInner(node, following, f, load<f64>(threshold + (<usize>node << 3)));
  }
  shareLeaves(tree, (nodes + 1) >> 1, leafWeight);
  return 0;
}

/** Divides the weight of each class in a leaf by the leaf's weight: in the order of the weights. */
function shareLeaves(tree: PackedTree, leaves: i32, leafWeight: usize): void {
  for (let leaf = 0; leaf < leaves; leaf++) {
    const start = load<u32>(tree.leafStart + (<usize>leaf << 2));
    const end = load<u32>(tree.leafStart + (<usize>(leaf + 1) << 2));
    let sum: f64 = 0;
    for (let i = start; i < end; i++) sum += <f64>load<u32>(leafWeight + (<usize>i << 2));
    for (let i = start; i < end; i++) {
      store<f64>(tree.shares + (<usize>i << 3), <f64>load<u32>(leafWeight + (<usize>i << 2)) / sum);
    }
  }
}

/**
 * Adds the class shares of `treeCount` trees, in their order, to the sums of `rows` samples: f64[rows][classes].
 * @param samples rows of `rowBytes` bytes
 */
export function addShares<T extends PackedTree>(
  trees: usize,
  treeCount: i32,
  samples: usize,
  rowBytes: usize,
  rows: i32,
  classes: i32,
  sums: usize,
): i32 {
  const sumBytes = <usize>classes << 3;
  for (let t = 0; t < treeCount; t++) {
    const tree = treeAt<T>(trees, t);
    let sample = samples;
    let sum = sums;
    let row = 0;
    for (; row + AT_ONCE <= rows; row += AT_ONCE) {
      let a: usize = 0;
      let b: usize = 0;
      let c: usize = 0;
      let d: usize = 0;
      let moved = true;
      while (moved) {
        const toA = tree.step(a, sample);
        const toB = tree.step(b, sample + rowBytes);
        const toC = tree.step(c, sample + 2 * rowBytes);
        const toD = tree.step(d, sample + 3 * rowBytes);
        moved = ((toA ^ a) | (toB ^ b) | (toC ^ c) | (toD ^ d)) != 0;
        a = toA;
        b = toB;
        c = toC;
        d = toD;
      }
      addLeaf<T>(tree, a, sum);
      addLeaf<T>(tree, b, sum + sumBytes);
      addLeaf<T>(tree, c, sum + 2 * sumBytes);
      addLeaf<T>(tree, d, sum + 3 * sumBytes);
      sample += <usize>AT_ONCE * rowBytes;
      sum += <usize>AT_ONCE * sumBytes;
    }
    for (; row < rows; row++) {
      addLeaf<T>(tree, walk<T>(tree, sample), sum);
      sample += rowBytes;
      sum += sumBytes;
    }
  }
  return 0;
}

/** Where the leaf is that a sample ends in. */
export function walk<T extends PackedTree>(tree: T, sample: usize): usize {
  let at: usize = 0;
  let to = tree.step(at, sample);
  while (to != at) {
    at = to;
    to = tree.step(at, sample);
  }
  return at;
}

/** Adds the class shares of a leaf. */
export function addLeaf<T extends PackedTree>(tree: T, at: usize, sums: usize): void {
  const leaf = tree.leafAt(at);
  const from = load<u32>(tree.leafStart + (<usize>leaf << 2));
  const to = load<u32>(tree.leafStart + (<usize>(leaf + 1) << 2));
  for (let i = from; i < to; i++) {
    const sum = sums + (<usize>load<u8>(tree.leafClass + i) << 3);
    store<f64>(sum, load<f64>(sum) + load<f64>(tree.shares + (<usize>i << 3)));
  }
}
