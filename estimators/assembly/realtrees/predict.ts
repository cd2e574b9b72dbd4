import { addLeaf, PackedTree } from '../forest/predict';

// Trees that doubles are taken through, as packed nodes of 16 bytes. As in scikit-learn, what is compared with a threshold
// is the value as a 32-bit float. A leaf is its own right child, and nothing is at most its threshold: a walk that has
// arrived stays.
//
//   0  f64  the threshold; a leaf: -Infinity
//   8  i32  the right child (the left one is the next node); a leaf: itself
//  12  i32  the feature; a leaf: 0

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
    const to = packed + (<usize>node << 4);
    const f = <i32>load<i16>(feature + (<usize>node << 1));
    const isLeaf = f < 0;
    store<f64>(to, isLeaf ? -Infinity : load<f64>(threshold + (<usize>node << 3)));
    store<i32>(to, isLeaf ? node : load<i32>(next + (<usize>node << 2)), 8);
    store<i32>(to, isLeaf ? 0 : f, 12);
  }
  for (let leaf = 0, leaves = (nodes + 1) >> 1; leaf < leaves; leaf++) {
    const start = load<u32>(leafStart + (<usize>leaf << 2));
    const end = load<u32>(leafStart + (<usize>(leaf + 1) << 2));
    let sum: f64 = 0;
    for (let i = start; i < end; i++) sum += <f64>load<u32>(leafWeight + (<usize>i << 2));
    for (let i = start; i < end; i++) {
      store<f64>(shares + (<usize>i << 3), <f64>load<u32>(leafWeight + (<usize>i << 2)) / sum);
    }
  }
  return 0;
}

/**
 * Adds the class shares of `treeCount` trees, in their order, to the sums of `rows` samples: f64[rows][classes].
 * @param images f64[rows][columns]
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
  for (let t = 0; t < treeCount; t++) {
    const tree = changetype<PackedTree>(trees + <usize>t * offsetof<PackedTree>());
    for (let row = 0; row < rows; row++) {
      const leaf = walk(tree.nodes, images + ((<usize>row * columns) << 3));
      addLeaf(tree, leaf, sums + ((<usize>row * classes) << 3));
    }
  }
  return 0;
}

/** The node where a sample ends. */
// @ts-ignore: decorator
@inline
export function walk(nodes: usize, image: usize): i32 {
  let node = 0;
  let before = -1;
  while (node != before) {
    before = node;
    const at = nodes + (<usize>node << 4);
    const value = <f32>load<f64>(image + (<usize>load<i32>(at, 12) << 3));
    node = <f64>value <= load<f64>(at) ? node + 1 : load<i32>(at, 8);
  }
  return node;
}
