// What a lane is given to grow trees: 32-bit words that the main thread writes in this order
// (estimators/tree/grow-job.ts). Addresses are bytes from the start of the shared memory.

@unmanaged
export class GrowJob {
  /** n_samples and n_features of the data, and the number of classes. */
  rows: i32;
  columns: i32;
  classes: i32;
  /** Samples to a column of `byFeature`: rows, rounded up. */
  stride: i32;

  /** Features that are drawn at a node (constant ones included). */
  maxFeatures: i32;
  maxDepth: i32;
  minSamplesSplit: i32;
  minSamplesLeaf: i32;
  /** Nodes of at most this many samples work on a copy of their rows. */
  blockSamples: i32;

  /** u8[rows]: each sample's class. */
  labels: usize;
  /** u8[rows][columns]. */
  bySample: usize;
  /** u8[columns][stride]: the same data, transposed. */
  byFeature: usize;

  // The lane's own memory from here on.

  /** u32[625]: the Mersenne Twister. */
  twister: usize;
  /** u32[rows]: the samples of the tree, those of a node being adjacent and ascending. */
  samples: usize;
  /** u32[rows]: `weight << 8 | class` of each of them. */
  weighted: usize;
  /** u32[rows] each: the right side of a node while it is parted. */
  movedSamples: usize;
  movedWeighted: usize;
  /** u32[rows]: the samples of a node where a feature is not zero, as `value << 24 | weight << 8 | class`. */
  entries: usize;
  /** u32[rows]: the next entry of the same value, counted from 1; 0 ends a list. */
  links: usize;
  /** u32[256]: the first entry of each value, counted from 1. All 0 outside of a search. */
  heads: usize;
  /** i64[classes]: the weight of each class in the node, and on the right of a split. */
  totals: usize;
  right: usize;
  /** i32[columns] each: the order the features are drawn from, and the constants that a node inherits. */
  features: usize;
  constants: usize;
  /** The nodes that wait: Frame[rows + 1]. */
  stack: usize;
  /** u8[columns][blockSamples]: the copy of a small node's rows, transposed. */
  block: usize;

  // The tree, as estimators/tree/tree.ts describes it.

  /** i16[2 rows], f32[2 rows], i32[2 rows]. */
  feature: usize;
  threshold: usize;
  next: usize;
  /** u32[rows], u32[rows + 1], u8[rows], u32[rows]. */
  leafSamples: usize;
  leafStart: usize;
  leafClass: usize;
  leafWeight: usize;
}

/** A node that waits to be grown. */
@unmanaged
export class Frame {
  start: i32;
  end: i32;
  depth: i32;
  /** The node whose right child this is, or -1. */
  rightOf: i32;
  constants: i32;
  /** Whether `samples[start..end]` are places in the block. */
  inBlock: i32;
}
