// Trees are walked as packed nodes of 8 bytes, so that a tree of 10,000 nodes stays in the second-level cache.
// A byte x is at most t exactly where it is at most floor(t). A leaf is its own right child, and no byte is at
// most its threshold -1: a walk that has arrived stays.
//
//   0  i32  the right child (the left one is the next node); a leaf: itself
//   4  u16  the feature; a leaf: 0
//   6  i16  floor(threshold); a leaf: -1

/**
 * Packs a tree (estimators/tree/tree.ts). `shares` receives each leaf entry's class weight divided by the
 * leaf's weight, f64: a class share of `predict_proba`.
 */
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
    const to = packed + (<usize>node << 3);
    const f = <i32>load<i16>(feature + (<usize>node << 1));
    if (f < 0) {
      store<i32>(to, node);
      store<u16>(to, 0, 4);
      store<i16>(to, -1, 6);
    } else {
      store<i32>(to, load<i32>(next + (<usize>node << 2)));
      store<u16>(to, <u16>f, 4);
      store<i16>(to, <i16>load<f32>(threshold + (<usize>node << 2)), 6);
    }
  }
  shareLeaves((nodes + 1) >> 1, leafStart, leafWeight, shares);
  return 0;
}

/** Divides the weight of each class in a leaf by the leaf's weight: f64, in the order of the weights. */
export function shareLeaves(leaves: i32, leafStart: usize, leafWeight: usize, shares: usize): void {
  for (let leaf = 0; leaf < leaves; leaf++) {
    const start = load<u32>(leafStart + (<usize>leaf << 2));
    const end = load<u32>(leafStart + (<usize>(leaf + 1) << 2));
    let sum: f64 = 0;
    for (let i = start; i < end; i++) sum += <f64>load<u32>(leafWeight + (<usize>i << 2));
    for (let i = start; i < end; i++) {
      store<f64>(shares + (<usize>i << 3), <f64>load<u32>(leafWeight + (<usize>i << 2)) / sum);
    }
  }
}

/** Where a packed tree lies: words that the main thread writes (estimators/tree/packed-trees.ts). */
@unmanaged
export class PackedTree {
  nodes: usize;
  /** i32 a node: a leaf's number. */
  next: usize;
  leafStart: usize;
  leafClass: usize;
  shares: usize;
}

/**
 * Adds the class shares of `treeCount` trees, in their order, to the sums of `rows` samples: f64[rows][classes].
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
      const leaf = walk(tree.nodes, images + <usize>row * columns);
      addLeaf(tree, leaf, sums + ((<usize>row * classes) << 3));
    }
  }
  return 0;
}

/** The node where a sample ends. */
@inline
export function walk(nodes: usize, image: usize): i32 {
  let node = 0;
  let before = -1;
  while (node != before) {
    before = node;
    const at = nodes + (<usize>node << 3);
    const value = <i32>load<u8>(image + <usize>load<u16>(at, 4));
    node = value <= <i32>load<i16>(at, 6) ? node + 1 : load<i32>(at);
  }
  return node;
}

@inline
export function addLeaf(tree: PackedTree, node: i32, sums: usize): void {
  const leaf = load<i32>(tree.next + (<usize>node << 2));
  const from = load<u32>(tree.leafStart + (<usize>leaf << 2));
  const to = load<u32>(tree.leafStart + (<usize>(leaf + 1) << 2));
  for (let i = from; i < to; i++) {
    const at = sums + (<usize>load<u8>(tree.leafClass + i) << 3);
    store<f64>(at, load<f64>(at) + load<f64>(tree.shares + (<usize>i << 3)));
  }
}
