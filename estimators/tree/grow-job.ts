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

/** Nodes of at most this many samples work on a copy of their rows (see assembly/forest/block.ts). */
const BLOCK_SAMPLES = 1024;
const MAX_INT = 0x7fffffff;

/** Reserves a lane's memory in `scope` and writes its job: the words of `GrowJob` (assembly/forest/job.ts) in order. */
export function openGrowLane(scope: HeapScope, heap: Heap, data: PlacedData, shape: TreeShape): GrowLane {
  const { rows, columns, classes } = data;
  const words = (count: number) => scope.allocate(4 * count);
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
  const heads = words(256);
  heap.uint32(heads, 256).fill(0);
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
    BLOCK_SAMPLES,
    data.labels,
    data.bySample,
    data.byFeature,
    words(625), // twister
    words(rows), // samples
    words(rows), // weighted
    words(rows), // movedSamples
    words(rows), // movedWeighted
    words(rows), // entries
    words(rows), // links
    heads,
    words(2 * classes), // totals
    words(2 * classes), // right
    words(columns), // features
    words(columns), // constants
    words(6 * (rows + 1)), // stack
    scope.allocate(columns * BLOCK_SAMPLES), // block
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
