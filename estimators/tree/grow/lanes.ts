import {
  ADDRESSES_BYTES,
  BestByteJob,
  BLOCK_PADDING,
  BYTE_VALUES,
  type ByteJob,
  Frame,
  type GrowJob,
  RandomByteJob,
  RealJob,
  SORT_COUNTS,
  TILE_BYTES,
  TWISTER_WORDS,
} from '../../../dist/kernels/records/trees.js';
import type { Address, Heap, HeapScope } from '../../compute/heap.js';
import { type FieldsOf, placeRecord } from '../../compute/record.js';
import { featuresToTry, type TreeShape } from '../params.js';
import { type AnyTree, LEAF, type RealTree, type Tree } from '../tree.js';
import type { PlacedBytes } from './place-bytes.js';
import type { PlacedReals } from './place-reals.js';
import type { PlacedSamples } from './placed-samples.js';

/** One lane's memory to grow trees in, one after the other. */
export interface GrowLane<Grown> {
  /** What the kernel is given. */
  readonly job: Address;
  /** The tree that the kernel left, which has `nodes` nodes, as a copy. */
  readonly harvest: (nodes: number) => Grown;
}

/** Nodes of at most this many samples work on a copy of their rows (assembly/trees/bytes/blocks.ts). */
const BLOCK_SAMPLES = 2048;
/** Nodes of at most this many samples look for constant features in bit masks (assembly/trees/bytes/present.ts). */
const MASKED_SAMPLES = 128;
const MAX_INT = 0x7fffffff;

/**
 * Opens a lane to grow trees with the best splits on bytes in: pixels, or ranks.
 * @param Thresholds what has room for the thresholds: halves between bytes are exact in 32 bits, others are not
 * @param valueAt what a byte of a feature stands for
 */
export function openByteLane(
  scope: HeapScope,
  heap: Heap,
  data: PlacedBytes,
  shape: TreeShape,
  Thresholds: Float32ArrayConstructor | Float64ArrayConstructor,
  valueAt: (feature: number, byte: number) => number,
): GrowLane<AnyTree> {
  const { rows, columns, classes, maskBytes } = data;
  const zeroed = (count: number) => {
    const address = scope.allocate(4 * count);
    heap.uint32(address, count).fill(0);
    return address;
  };
  const cut = scope.allocate(2 * 2 * rows);
  const job: FieldsOf<typeof BestByteJob> = {
    ...byteFields(scope, heap, data, shape),
    cut,
    maskedSamples: MASKED_SAMPLES,
    everPresent: scope.allocate(maskBytes),
    alwaysPresent: scope.allocate(maskBytes),
    candidates: scope.allocate(4 * columns),
    sorted: scope.allocate(4 * 17),
    histogram: zeroed(BYTE_VALUES * Math.max(classes, 8)),
    cells: zeroed(BYTE_VALUES),
  };
  return {
    job: placeRecord(BestByteJob, job, scope),
    harvest: (nodes) => {
      const tree = harvest(job, nodes, heap);
      const words = heap.uint16(cut, nodes);
      const threshold = new Thresholds(nodes);
      for (let node = 0; node < nodes; node++) {
        const feature = tree.feature[node]!;
        const [low, high] = [words[node]! >> 8, words[node]! & 255];
        threshold[node] = feature === LEAF ? LEAF : valueAt(feature, low) / 2 + valueAt(feature, high) / 2;
      }
      return { ...tree, threshold };
    },
  };
}

/** Opens a lane to grow trees with random splits on bytes in. */
export function openRandomByteLane(
  scope: HeapScope,
  heap: Heap,
  data: PlacedBytes,
  shape: TreeShape,
): GrowLane<RealTree> {
  const thresholds = scope.allocate(8 * 2 * data.rows);
  const job = { ...byteFields(scope, heap, data, shape), thresholds };
  return {
    job: placeRecord(RandomByteJob, job, scope),
    harvest: (nodes) => harvestReal(job, thresholds, nodes, heap),
  };
}

/** Opens a lane to grow trees on doubles in. */
export function openRealLane(
  scope: HeapScope,
  heap: Heap,
  data: PlacedReals,
  shape: TreeShape,
): GrowLane<RealTree> {
  const { numbers, values } = data;
  const thresholds = scope.allocate(8 * 2 * data.rows);
  const job: FieldsOf<typeof RealJob> = {
    ...commonFields(scope, heap, data, shape),
    thresholds,
    numbers,
    ...(values === undefined ? {} : { values, counts: scope.allocate(4 * SORT_COUNTS) }),
  };
  return {
    job: placeRecord(RealJob, job, scope),
    harvest: (nodes) => harvestReal(job, thresholds, nodes, heap),
  };
}

/** What all jobs have. */
function commonFields(
  scope: HeapScope,
  heap: Heap,
  { rows, columns, classes, order, labels }: PlacedSamples,
  shape: TreeShape,
): FieldsOf<typeof GrowJob> {
  const words = (count: number) => scope.allocate(4 * count);
  const nodes = 2 * rows;
  const weights = Math.ceil(classes / 16) * 16;
  const totals = words(weights);
  // What is beyond the classes takes part in some sums.
  heap.uint32(totals, weights).fill(0);
  return {
    rows,
    columns,
    classes,
    order,
    labels,
    maxFeatures: featuresToTry(shape.maxFeatures, columns),
    maxDepth: Math.min(shape.maxDepth ?? MAX_INT, MAX_INT),
    minSamplesSplit: Math.min(shape.minSamplesSplit, MAX_INT),
    // The kernel doubles it.
    minSamplesLeaf: Math.min(shape.minSamplesLeaf, MAX_INT >> 1),
    twister: words(TWISTER_WORDS),
    drawn: words(rows),
    samples: words(2 * rows),
    moved: words(2 * rows),
    entries: words(2 * (rows + 16)),
    totals,
    left: words(weights),
    right: words(weights),
    features: words(columns),
    constants: words(columns),
    stack: scope.allocate(Frame.bytes * (rows + 1)),
    feature: scope.allocate(2 * nodes),
    next: words(nodes),
    leafSamples: words(rows),
    leafStart: words(rows + 1),
    leafClass: scope.allocate(rows),
    leafWeight: words(rows),
  };
}

/** What jobs on bytes have. */
function byteFields(
  scope: HeapScope,
  heap: Heap,
  data: PlacedBytes,
  shape: TreeShape,
): FieldsOf<typeof ByteJob> {
  const { rowBytes, maskBytes, stride, bySample, masks, byFeature } = data;
  const blockSamples = Math.min(data.rows, BLOCK_SAMPLES);
  return {
    ...commonFields(scope, heap, data, shape),
    ...{ rowBytes, maskBytes, stride, bySample, masks, byFeature },
    blockSamples: BLOCK_SAMPLES,
    block: scope.allocate(rowBytes * (blockSamples + BLOCK_PADDING)),
    blockMasks: scope.allocate(maskBytes * blockSamples),
    blockMask: scope.allocate(maskBytes),
    tile: scope.allocate(TILE_BYTES),
    rowAddresses: scope.allocate(ADDRESSES_BYTES),
  };
}

/** The tree that the kernel left, but for its thresholds. */
function harvest(job: FieldsOf<typeof GrowJob>, nodes: number, heap: Heap): Omit<Tree, 'threshold'> {
  const leaves = (nodes + 1) / 2;
  const leafStart = heap.uint32(job.leafStart, leaves + 1).slice();
  const entries = leafStart[leaves]!;
  return {
    features: job.columns,
    classes: job.classes,
    feature: new Int16Array(heap.memory.buffer, job.feature, nodes).slice(),
    next: heap.int32(job.next, nodes).slice(),
    leafSamples: heap.uint32(job.leafSamples, leaves).slice(),
    leafStart,
    leafClass: heap.bytes(job.leafClass, entries).slice(),
    leafWeight: heap.uint32(job.leafWeight, entries).slice(),
  };
}

function harvestReal(
  job: FieldsOf<typeof GrowJob>,
  thresholds: Address,
  nodes: number,
  heap: Heap,
): RealTree {
  return { ...harvest(job, nodes, heap), threshold: heap.float64(thresholds, nodes).slice() };
}
