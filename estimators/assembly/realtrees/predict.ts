import { PackedTree, shareLeaves } from '../forest/predict';
import { keyOfFloor, numberOf } from './keys';

// Trees that doubles are taken through, as 32-bit floats, which is how scikit-learn compares them: such a number is at
// most a threshold exactly where it is at most the greatest of its kind that is. Packed nodes have 16 bytes. A leaf is its
// own right child, and nothing is at most its threshold: a walk that has arrived stays.
//
//   0  f32  the threshold; a leaf: -Infinity
//   4  i32  where the right child is, in bytes from the root (the left one is the next node); a leaf: itself
//   8  i32  where the feature is, in bytes from a row's beginning; a leaf: 0
//  12  i32  a leaf: its number

const NODE_BYTES: i32 = 16;

/** Samples that are taken through a tree at once: each waits for memory at every node, and meanwhile the others go on. */
const AT_ONCE: i32 = 4;

/** Packs a tree (estimators/tree/tree.ts) whose thresholds are f64. `shares` is as in forest/predict.ts. */
export function packTree(
  nodes: i32,
  feature: usize,
  threshold: usize,
  next: usize,
  packed: usize,
  leafStart: usize,
  leafWeight: usize,
  shares: usize,
): i32 {
  for (let node = 0; node < nodes; node++) {
    const to = packed + <usize>(node * NODE_BYTES);
    const f = <i32>load<i16>(feature + (<usize>node << 1));
    const following = load<i32>(next + (<usize>node << 2));
    if (f < 0) {
      store<f32>(to, -Infinity);
      store<i32>(to, node * NODE_BYTES, 4);
      store<i32>(to, 0, 8);
      store<i32>(to, following, 12);
    } else {
      store<f32>(to, numberOf(keyOfFloor(load<f64>(threshold + (<usize>node << 3)))));
      store<i32>(to, following * NODE_BYTES, 4);
      store<i32>(to, f << 2, 8);
    }
  }
  shareLeaves((nodes + 1) >> 1, leafStart, leafWeight, shares);
  return 0;
}

/**
 * Adds the class shares of `treeCount` trees, in their order, to the sums of `rows` samples: f64[rows][classes].
 * @param images f32[rows][columns]
 */
export function addShares(
  trees: usize,
  treeCount: i32,
  images: usize,
  columns: i32,
  rows: i32,
  classes: i32,
  sums: usize,
): i32 {
  const rowBytes = <usize>columns << 2;
  const sumBytes = <usize>classes << 3;
  for (let t = 0; t < treeCount; t++) {
    const tree = changetype<PackedTree>(trees + <usize>t * offsetof<PackedTree>());
    const nodes = tree.nodes;
    let image = images;
    let sum = sums;
    let row = 0;
    for (; row + AT_ONCE <= rows; row += AT_ONCE) {
      let a: usize = 0;
      let b: usize = 0;
      let c: usize = 0;
      let d: usize = 0;
      let moved = true;
      while (moved) {
        const toA = step(nodes, a, image);
        const toB = step(nodes, b, image + rowBytes);
        const toC = step(nodes, c, image + 2 * rowBytes);
        const toD = step(nodes, d, image + 3 * rowBytes);
        moved = ((toA ^ a) | (toB ^ b) | (toC ^ c) | (toD ^ d)) != 0;
        a = toA;
        b = toB;
        c = toC;
        d = toD;
      }
      addLeaf(tree, a, sum);
      addLeaf(tree, b, sum + sumBytes);
      addLeaf(tree, c, sum + 2 * sumBytes);
      addLeaf(tree, d, sum + 3 * sumBytes);
      image += <usize>AT_ONCE * rowBytes;
      sum += <usize>AT_ONCE * sumBytes;
    }
    for (; row < rows; row++) {
      addLeaf(tree, walk(nodes, image), sum);
      image += rowBytes;
      sum += sumBytes;
    }
  }
  return 0;
}

/** Where the leaf is that a sample ends in, in bytes from the root. */
export function walk(nodes: usize, image: usize): usize {
  let at: usize = 0;
  let to = step(nodes, at, image);
  while (to != at) {
    at = to;
    to = step(nodes, at, image);
  }
  return at;
}

/** Where a sample goes from a node: selected, so that there is no branch to mispredict. */
@inline
function step(nodes: usize, at: usize, image: usize): usize {
  const node = nodes + at;
  const goesLeft = load<f32>(image + <usize>load<i32>(node, 8)) <= load<f32>(node);
  const right = <usize>load<i32>(node, 4);
  return select<usize>(at + NODE_BYTES, right, goesLeft);
}

/** Adds the class shares of the leaf `at` bytes from the root. */
export function addLeaf(tree: PackedTree, at: usize, sums: usize): void {
  const leaf = load<i32>(tree.nodes + at, 12);
  const from = load<u32>(tree.leafStart + (<usize>leaf << 2));
  const to = load<u32>(tree.leafStart + (<usize>(leaf + 1) << 2));
  for (let i = from; i < to; i++) {
    const sum = sums + (<usize>load<u8>(tree.leafClass + i) << 3);
    store<f64>(sum, load<f64>(sum) + load<f64>(tree.shares + (<usize>i << 3)));
  }
}
