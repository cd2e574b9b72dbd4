// What a lane is given to grow trees: 32-bit words that the main thread writes in this order
// (estimators/tree/grow-job.ts). Addresses are bytes from the start of the shared memory.
//
// A sample of the tree is a word of 64 bits, `weight << 48 | class << 32 | place`, where `place` says which of a
// column's values is the sample's. A sample's value of a feature, where it is not zero, is kept as an entry of
// 32 bits, `weight << 16 | value << classBits | class`.

@unmanaged
export class GrowJob {
  /** n_samples and n_features of the data, and the number of classes. */
  rows: i32;
  columns: i32;
  classes: i32;
  /** Bytes of a row of `bySample`, of a row of `masks`, and of a column of `byFeature`. */
  rowBytes: i32;
  maskBytes: i32;
  stride: i32;
  /** u32[rows]: the sample of the data set at each place. The samples are placed by class. */
  order: usize;
  /** u8[rows]: the class of the sample at each place. */
  labels: usize;
  /** The data as place.ts lays it out. */
  bySample: usize;
  masks: usize;
  byFeature: usize;

  /** Features that are drawn at a node (constant ones included). */
  maxFeatures: i32;
  maxDepth: i32;
  minSamplesSplit: i32;
  minSamplesLeaf: i32;
  /** Nodes of at most this many samples work on a block: a copy of their rows, transposed. */
  blockSamples: i32;
  /** Nodes of at most this many samples look for constant features in the samples' masks. */
  maskedSamples: i32;

  // The lane's own memory from here on.

  /** u32[625]: the Mersenne Twister. */
  twister: usize;
  /** u32[rows]: how often each sample is drawn. */
  drawn: usize;
  /** u64[rows]: the samples of the tree, those of a node being adjacent and in the order of their places. */
  samples: usize;
  /** u64[rows]: the right side of a node while it is parted. */
  moved: usize;
  /** u32[2][rows + 16]: the entries of two features, and u32[17]: a few of them sorted. */
  entries: usize;
  sorted: usize;
  /** u32[classes, rounded up to 16] each: the weight of each class in the node, on the left and on the right of a split. */
  totals: usize;
  left: usize;
  right: usize;
  /** u32[256][classes], or u16[256][16] in a narrow node: the class weights of each value. All 0 between searches. */
  histogram: usize;
  /** u32[256]: the number of samples of each value, in a narrow node with their weight. All 0 between searches. */
  cells: usize;
  /** i32[columns] each: the order the features are drawn from, and the constants that a node inherits. */
  features: usize;
  constants: usize;
  /** i32[columns]: the features drawn at a node that are not constant. */
  candidates: usize;
  /** The nodes that wait: Frame[rows + 1]. */
  stack: usize;
  /** u8[rowBytes][blockSamples + 127], and the masks of its samples. */
  block: usize;
  blockMasks: usize;
  /** One bit a pixel: whether any sample of the block, any of the node, and all of the node are not zero there. */
  blockMask: usize;
  everPresent: usize;
  alwaysPresent: usize;
  /** 256 bytes, and addresses of up to 64 rows. */
  tile: usize;
  rowAddresses: usize;

  // The tree, as estimators/tree/tree.ts describes it, but for its thresholds.

  /** i16[2 rows]. */
  feature: usize;
  /** u16[2 rows]: the bytes that an inner node parts, `highest on the left << 8 | lowest on the right`. */
  cut: usize;
  /** i32[2 rows]. */
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
  /** How many constant features it inherits. */
  constants: i32;
  /** Where the values of its samples are read: see blocks.ts. */
  level: i32;
}
