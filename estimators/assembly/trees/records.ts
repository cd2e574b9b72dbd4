import { STATE_WORDS } from '../math/mt19937';
import { MOST_BITS } from '../math/sort-entries';

// What the main thread hands to the kernels that grow trees and take samples through them. The build makes TypeScript's side
// of it (scripts/kernel-records.mjs). Addresses are bytes from the start of the shared memory.
//
// A sample of a tree is a word of 64 bits, `weight << 48 | class << 32 | place`, where `place` says which of a column's
// values is the sample's.

/**
 * What a lane is given to grow trees in, one after the other, whatever they are grown on. The methods are what differs
 * between kinds of trees; grow.ts is generic in the class that has them, so their calls are as direct as if there were but
 * one.
 */
@unmanaged
export abstract class GrowJob {
  /** n_samples and n_features of the data, and the number of classes. */
  rows: i32;
  columns: i32;
  classes: i32;
  /** u32[rows]: the sample of the data set at each place. The samples are placed by class. */
  order: usize;
  /** u8[rows]: the class of the sample at each place. */
  labels: usize;

  /** Features that are drawn at a node (constant ones included). */
  maxFeatures: i32;
  maxDepth: i32;
  minSamplesSplit: i32;
  minSamplesLeaf: i32;

  // The lane's own memory from here on.

  /** u32[TWISTER_WORDS]: the Mersenne Twister. */
  twister: usize;
  /** u32[rows]: how often each sample is drawn. */
  drawn: usize;
  /** u64[rows]: the samples of the tree, those of a node being adjacent and in the order of their places. */
  samples: usize;
  /** u64[rows]: the right side of a node while it is parted. */
  moved: usize;
  /** u64[rows + 16]: the values of a node's samples, as each kind of trees has them. */
  entries: usize;
  /** u32[classes, rounded up to 16] each: the weight of each class in the node, on the left and on the right of a split. */
  totals: usize;
  left: usize;
  right: usize;
  /** i32[columns] each: the order the features are drawn from, and the constants that a node inherits. */
  features: usize;
  constants: usize;
  /** The nodes that wait: Frame[rows + 1]. */
  stack: usize;

  // The tree, as estimators/tree/tree.ts describes it.

  /** i16[2 rows]. */
  feature: usize;
  /** f64[2 rows]; 0 where whoever reads the tree makes thresholds of `cut`. */
  thresholds: usize = 0;
  /** u16[2 rows]: the bytes that an inner node parts, `highest on the left << 8 | lowest on the right`. */
  cut: usize = 0;
  /** i32[2 rows]. */
  next: usize;
  /** u32[rows], u32[rows + 1], u8[rows], u32[rows]. */
  leafSamples: usize;
  leafStart: usize;
  leafClass: usize;
  leafWeight: usize;

  /** Gets ready to read the values of the node `samples[start..end]`; returns the level that its children inherit. */
  abstract enter(start: i32, end: i32, level: i32): i32;
  /** Whether the node's samples have one value of a feature. */
  abstract isConstant(feature: i32): bool;
  /** Takes into account the splits of a feature that is not constant: the one that `isConstant` was asked about last. */
  abstract tryFeature(feature: i32): void;
  /** Ends the search of the node: its best split is left in node.ts. */
  abstract endSearch(): void;
  /** Moves what goes left to the front of `samples[start..end]`; returns where the right side begins. */
  abstract part(start: i32, end: i32): i32;
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
  /** Where the values of its samples are read: see bytes/blocks.ts. */
  level: i32;
}

/** Trees are grown on bytes: on pixels, or on the ranks of values. */
@unmanaged
export abstract class ByteJob extends GrowJob {
  /** Bytes of a row of `bySample`, of a row of `masks`, and of a column of `byFeature`. */
  rowBytes: i32;
  maskBytes: i32;
  stride: i32;
  /** The data as bytes/place.ts lays it out. */
  bySample: usize;
  masks: usize;
  byFeature: usize;
  /** Nodes of at most this many samples work on a block: a copy of their rows, transposed. */
  blockSamples: i32;
  /** u8[rowBytes][blockSamples + BLOCK_PADDING], and the masks of its samples. */
  block: usize;
  blockMasks: usize;
  /** One bit a feature: whether any sample of the block is not zero there. */
  blockMask: usize;
  /** TILE_BYTES, and ADDRESSES_BYTES. */
  tile: usize;
  rowAddresses: usize;
}

/** With the best splits. */
@unmanaged
export abstract class BestByteJob extends ByteJob {
  /** Nodes of at most this many samples look for constant features in the samples' masks. */
  maskedSamples: i32;
  /** One bit a feature: whether any sample of the node, and all of the node are not zero there. */
  everPresent: usize;
  alwaysPresent: usize;
  /** i32[columns]: the features drawn at a node that are not constant. */
  candidates: usize;
  /** u32[17]: a few entries sorted. */
  sorted: usize;
  /** u32[256][classes], or u16[256][16] in a narrow node: the class weights of each value. All 0 between searches. */
  histogram: usize;
  /** u32[256]: the number of samples of each value, in a narrow node with their weight. All 0 between searches. */
  cells: usize;
}

/** With random splits. */
@unmanaged
export abstract class RandomByteJob extends ByteJob {}

/** Trees are grown on doubles. */
@unmanaged
export abstract class RealJob extends GrowJob {
  /** u32[columns][rows], as reals/place.ts lays it out: keys for random splits, ranks for the best. */
  numbers: usize;
  /** f32[columns][rows]: the value of each rank; 0 where there are keys. */
  values: usize = 0;
  /** u32[SORT_COUNTS], for the best splits. */
  counts: usize = 0;
}

/** Where a packed tree lies. How a node is packed depends on what is taken through the tree: the methods are the difference. */
@unmanaged
export abstract class PackedTree {
  nodes: usize;
  /** i32 a node: the right child of an inner one; a leaf's number. */
  next: usize;
  leafStart: usize;
  leafClass: usize;
  /** f64 an entry of a leaf: see walk.ts. */
  shares: usize;

  /** Packs the leaf of this number. */
  abstract packLeaf(node: i32, leaf: i32): void;
  /** Packs an inner node. */
  abstract packInner(node: i32, right: i32, feature: i32, threshold: f64): void;
  /** Where a sample goes from the node `at` bytes from the root; from a leaf, there. */
  abstract step(at: usize, sample: usize): usize;
  /** The number of the leaf `at` bytes from the root. */
  abstract leafAt(at: usize): i32;
}

/** Bytes of a node that is packed for samples of bytes, and for samples of 32-bit floats. */
export const BYTE_NODE_BYTES: i32 = 8;
export const REAL_NODE_BYTES: i32 = 16;
/** Words of a Mersenne Twister: its state, and where in it the next one is. */
export const TWISTER_WORDS: i32 = STATE_WORDS + 1;
/** What bytes are transposed in, 16 x 16, and addresses of the rows that are transposed at once. */
export const TILE_BYTES: i32 = 256;
export const ADDRESSES_BYTES: i32 = 4 * 64;
/** Samples that a column of a block has room for beyond the node's. */
export const BLOCK_PADDING: i32 = 127;
/** Words that entries are counted in while they are sorted (math/sort-entries.ts). */
export const SORT_COUNTS: i32 = 1 << MOST_BITS;
/** Values of a byte. */
export const BYTE_VALUES: i32 = 256;
/** What a column is ranked in bytes with (reals/byte-ranks.ts): a table of 8 bytes a slot, and a byte a value. */
export const TABLE_BITS: i32 = 10;
export const RANKING_BYTES: i32 = (8 << TABLE_BITS) + BYTE_VALUES;
