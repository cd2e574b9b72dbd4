import type { Address, Heap, HeapScope } from '../compute/heap.js';
import { featuresToTry, type TreeShape } from './params.js';
import type { Tree } from './tree.js';

/** A training set in shared memory, by sample and by feature. */
export interface PlacedData {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  /** Samples to a column of `byFeature`: rows, rounded up. */
  readonly stride: number;
  /** u8[rows]: each sample's class. */
  readonly labels: Address;
  /** u8[rows][columns]. */
  readonly bySample: Address;
  /** u8[columns][stride]. */
  readonly byFeature: Address;
}

/** One lane's memory to grow trees in, one after the other. */
export interface GrowLane {
  /** What the kernel is given. */
  readonly job: Address;
  /** The tree that the kernel left, which has `nodes` nodes, as a copy. */
  readonly harvest: (nodes: number) => Tree;
}

/**
 * Nodes of at most this many samples work on a copy of their rows (assembly/forest/blocks.ts). At 784 pixels the
 * large block has 3 MB, to stay in the third-level cache, the small one 400 KB, to stay in the second.
 */
const LARGE_BLOCK_SAMPLES = 4096;
const SMALL_BLOCK_SAMPLES = 512;
const MAX_INT = 0x7fffffff;

/** Reserves a lane's memory in `scope` and writes its job: the words of `GrowJob` (assembly/forest/job.ts) in order. */
export function openGrowLane(scope: HeapScope, heap: Heap, data: PlacedData, shape: TreeShape): GrowLane {
  const { rows, columns, classes } = data;
  const words = (count: number) => scope.allocate(4 * count);
  const zeroed = (address: Address, count: number) => {
    heap.uint32(address, count).fill(0);
    return address;
  };
  const leaves = rows;
  const nodes = 2 * rows;
  const tree = {
    feature: scope.allocate(2 * nodes),
    threshold: words(nodes),
    next: words(nodes),
    leafSamples: words(leaves),
    leafStart: words(leaves + 1),
    leafClass: scope.allocate(rows),
    leafWeight: words(rows),
  };
  const histogram = zeroed(words(256 * Math.max(classes, 8)), 256 * Math.max(classes, 8));
  const cells = zeroed(words(256), 256);
  const classWeights = Math.max(classes, 16);
  const job = [
    rows,
    columns,
    classes,
    data.stride,
    featuresToTry(shape.maxFeatures, columns),
    Math.min(shape.maxDepth ?? MAX_INT, MAX_INT),
    Math.min(shape.minSamplesSplit, MAX_INT),
    // The kernel doubles it.
    Math.min(shape.minSamplesLeaf, MAX_INT >> 1),
    LARGE_BLOCK_SAMPLES,
    SMALL_BLOCK_SAMPLES,
    data.labels,
    data.bySample,
    data.byFeature,
    words(625), // twister
    words(rows), // drawn
    words(2 * rows), // samples
    words(2 * rows), // moved
    words(4 * (rows + 16)), // entries
    zeroed(words(classWeights), classWeights), // totals
    words(classWeights), // left
    words(classWeights), // right
    histogram,
    cells,
    words(columns), // features
    words(columns), // constants
    words(columns), // candidates
    words(6 * (rows + 1)), // stack
    scope.allocate(columns * (Math.min(rows, LARGE_BLOCK_SAMPLES) + 127)), // largeBlock
    scope.allocate(columns * (Math.min(rows, SMALL_BLOCK_SAMPLES) + 127)), // smallBlock
    words(LARGE_BLOCK_SAMPLES), // origins
    scope.allocate(256), // tile
    words(64), // rowAddresses
    tree.feature,
    tree.threshold,
    tree.next,
    tree.leafSamples,
    tree.leafStart,
    tree.leafClass,
    tree.leafWeight,
  ];
  const harvest = (nodes: number): Tree => {
    const leaves = (nodes + 1) / 2;
    const leafStart = heap.uint32(tree.leafStart, leaves + 1).slice();
    const entries = leafStart[leaves]!;
    return {
      features: columns,
      classes,
      feature: new Int16Array(heap.memory.buffer, tree.feature, nodes).slice(),
      threshold: heap.float32(tree.threshold, nodes).slice(),
      next: heap.int32(tree.next, nodes).slice(),
      leafSamples: heap.uint32(tree.leafSamples, leaves).slice(),
      leafStart,
      leafClass: heap.bytes(tree.leafClass, entries).slice(),
      leafWeight: heap.uint32(tree.leafWeight, entries).slice(),
    };
  };
  return { job: scope.copy(Uint32Array.from(job)), harvest };
}
