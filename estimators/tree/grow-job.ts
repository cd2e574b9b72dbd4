import type { Address, Heap, HeapScope } from '../compute/heap.js';
import { featuresToTry, type TreeShape } from './params.js';
import { type AnyTree, LEAF, type RealTree, type Tree } from './tree.js';

/** A training set in shared memory, laid out to grow trees on (assembly/forest/place.ts). */
export interface PlacedData {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  /** Bytes of a row of `bySample`, of a row of `masks`, and of a column of `byFeature`. */
  readonly rowBytes: number;
  readonly maskBytes: number;
  readonly stride: number;
  /** u32[rows]: the sample of the data set at each place. The samples are placed by class. */
  readonly order: Address;
  /** u8[rows]: the class of the sample at each place. */
  readonly labels: Address;
  readonly bySample: Address;
  readonly masks: Address;
  readonly byFeature: Address;
}

/** One lane's memory to grow trees in, one after the other. */
export interface GrowLane<Grown> {
  /** What the kernel is given. */
  readonly job: Address;
  /** The tree that the kernel left, which has `nodes` nodes, as a copy. */
  readonly harvest: (nodes: number) => Grown;
}

/** A lane of a kernel that also is given where to write thresholds as doubles. */
export interface RealGrowLane extends GrowLane<RealTree> {
  readonly thresholds: Address;
}

/** A lane of any kernel: what it leaves has no thresholds, but what they are made of where it grows on bytes. */
interface Lane extends GrowLane<Omit<Tree, 'threshold'>> {
  readonly cuts: Address;
}

/** Nodes of at most this many samples work on a copy of their rows (assembly/forest/blocks.ts). */
const BLOCK_SAMPLES = 2048;
/** Nodes of at most this many samples look for constant features in bit masks (assembly/forest/draw-features.ts). */
const MASKED_SAMPLES = 128;
const MAX_INT = 0x7fffffff;

/** Reserves a lane's memory in `scope` and writes its job: the words of `GrowJob` (assembly/forest/job.ts) in order. */
function openLane(scope: HeapScope, heap: Heap, data: PlacedData, shape: TreeShape): Lane {
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
    cut: scope.allocate(2 * nodes),
    next: words(nodes),
    leafSamples: words(leaves),
    leafStart: words(leaves + 1),
    leafClass: scope.allocate(rows),
    leafWeight: words(rows),
  };
  const histogram = zeroed(words(256 * Math.max(classes, 8)), 256 * Math.max(classes, 8));
  const cells = zeroed(words(256), 256);
  const blockSamples = Math.min(rows, BLOCK_SAMPLES);
  const classWeights = Math.ceil(classes / 16) * 16;
  const job = [
    rows,
    columns,
    classes,
    data.rowBytes,
    data.maskBytes,
    data.stride,
    data.order,
    data.labels,
    data.bySample,
    data.masks,
    data.byFeature,
    featuresToTry(shape.maxFeatures, columns),
    Math.min(shape.maxDepth ?? MAX_INT, MAX_INT),
    Math.min(shape.minSamplesSplit, MAX_INT),
    // The kernel doubles it.
    Math.min(shape.minSamplesLeaf, MAX_INT >> 1),
    BLOCK_SAMPLES,
    MASKED_SAMPLES,
    words(625), // twister
    words(rows), // drawn
    words(2 * rows), // samples
    words(2 * rows), // moved
    words(2 * (rows + 16)), // entries
    words(17), // sorted
    zeroed(words(classWeights), classWeights), // totals
    words(classWeights), // left
    words(classWeights), // right
    histogram,
    cells,
    words(columns), // features
    words(columns), // constants
    words(columns), // candidates
    words(6 * (rows + 1)), // stack
    scope.allocate(data.rowBytes * (blockSamples + 127)), // block
    scope.allocate(data.maskBytes * blockSamples), // blockMasks
    scope.allocate(data.maskBytes), // blockMask
    scope.allocate(data.maskBytes), // everPresent
    scope.allocate(data.maskBytes), // alwaysPresent
    scope.allocate(256), // tile
    words(64), // rowAddresses
    tree.feature,
    tree.cut,
    tree.next,
    tree.leafSamples,
    tree.leafStart,
    tree.leafClass,
    tree.leafWeight,
  ];
  const harvest = (nodes: number) => {
    const leaves = (nodes + 1) / 2;
    const leafStart = heap.uint32(tree.leafStart, leaves + 1).slice();
    const entries = leafStart[leaves]!;
    return {
      features: columns,
      classes,
      feature: new Int16Array(heap.memory.buffer, tree.feature, nodes).slice(),
      next: heap.int32(tree.next, nodes).slice(),
      leafSamples: heap.uint32(tree.leafSamples, leaves).slice(),
      leafStart,
      leafClass: heap.bytes(tree.leafClass, entries).slice(),
      leafWeight: heap.uint32(tree.leafWeight, entries).slice(),
    };
  };
  return { job: scope.copy(Uint32Array.from(job)), cuts: tree.cut, harvest };
}

/**
 * Opens a lane to grow trees on bytes in: pixels, or ranks.
 * @param Thresholds what has room for the thresholds: halves between pixels are exact in 32 bits, others are not
 * @param valueAt what a byte of a feature stands for
 */
export function openGrowLane(
  scope: HeapScope,
  heap: Heap,
  data: PlacedData,
  shape: TreeShape,
  Thresholds: Float32ArrayConstructor | Float64ArrayConstructor,
  valueAt: (feature: number, byte: number) => number,
): GrowLane<AnyTree> {
  const { job, cuts, harvest } = openLane(scope, heap, data, shape);
  return {
    job,
    harvest: (nodes) => {
      const tree = harvest(nodes);
      const words = heap.uint16(cuts, nodes);
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

/** Opens a lane for a kernel that writes thresholds as doubles. */
export function openRealGrowLane(
  scope: HeapScope,
  heap: Heap,
  data: PlacedData,
  shape: TreeShape,
): RealGrowLane {
  const { job, harvest } = openLane(scope, heap, data, shape);
  const thresholds = scope.allocate(8 * 2 * data.rows);
  return {
    job,
    thresholds,
    harvest: (nodes) => ({ ...harvest(nodes), threshold: heap.float64(thresholds, nodes).slice() }),
  };
}
