import { forestKernel } from '../../dist/kernels/forest.js';
import { realtreesKernel } from '../../dist/kernels/realtrees.js';
import type { Work } from '../classifier.js';
import type { Address, Heap, HeapScope } from '../compute/heap.js';
import type { Kernel } from '../compute/kernel.js';
import { runLanes } from '../compute/lanes.js';
import { isPixels, type Matrix } from '../matrix.js';
import type { AnyTree } from './tree.js';

/** Trees in shared memory, ready to walk: one `PackedTree` (assembly/forest/predict.ts) a tree. */
export interface PackedTrees {
  readonly count: number;
  /** n_classes. */
  readonly classes: number;
  readonly address: Address;
  /** What takes the matrix's samples through them: `addShares` and `meanLeftOutShares`. */
  readonly kernel: Kernel;
}

/** How trees are packed for pixels and for doubles: by which kernel, in how many bytes a node, with which thresholds. */
interface Packing {
  readonly kernel: Kernel;
  readonly nodeBytes: number;
  readonly thresholds: (tree: AnyTree) => Float32Array | Float64Array;
}

const forPixels: Packing = { kernel: forestKernel, nodeBytes: 8, thresholds: byteThresholds };
const forReals: Packing = {
  kernel: realtreesKernel,
  nodeBytes: 16,
  thresholds: ({ threshold }) => new Float64Array(threshold),
};

/** Words of a `PackedTree`. */
export const PACKED_TREE_WORDS = 5;

/**
 * Places trees in `scope`, for the samples of `images` to be taken through them. They must have the same classes. It does
 * not matter on what kind of values they were grown.
 */
export async function packTrees(
  trees: readonly AnyTree[],
  images: Matrix,
  work: Work,
  scope: HeapScope,
): Promise<PackedTrees> {
  const { heap } = work.compute;
  const packing = isPixels(images) ? forPixels : forReals;
  const address = scope.allocate(4 * PACKED_TREE_WORDS * trees.length);
  await runLanes([...trees.entries()], { ...work, onProgress: undefined }, async ([index, tree]) => {
    const target = heap.uint32(address + 4 * PACKED_TREE_WORDS * index, PACKED_TREE_WORDS);
    target.set(await packTree(tree, packing, work, scope));
  });
  return { count: trees.length, classes: trees[0]!.classes, address, kernel: packing.kernel };
}

async function packTree(
  tree: AnyTree,
  { kernel, nodeBytes, thresholds }: Packing,
  work: Work,
  scope: HeapScope,
): Promise<number[]> {
  const { compute } = work;
  const nodes = tree.feature.length;
  const packed = scope.allocate(nodeBytes * nodes);
  const next = scope.copy(tree.next);
  const leafStart = scope.copy(tree.leafStart);
  const leafClass = scope.copy(tree.leafClass);
  const shares = scope.allocate(8 * tree.leafClass.length);
  const passing = compute.heap.scope();
  try {
    const feature = passing.allocate(2 * nodes);
    placeInt16(compute.heap, feature, tree.feature);
    const threshold = passing.copy(thresholds(tree));
    const leafWeight = passing.copy(tree.leafWeight);
    await compute.call(
      kernel,
      'packTree',
      ...[nodes, feature, threshold, next, packed, leafStart, leafWeight, shares],
    );
  } finally {
    passing.release();
  }
  return [packed, next, leafStart, leafClass, shares];
}

/** The samples as the trees that were packed for them take them: bytes as they are, doubles as 32-bit floats. */
export interface WalkedImages {
  readonly data: Address;
  readonly rowBytes: number;
  /**
   * How many samples a task should take through the trees: few enough that it takes tens of milliseconds. For doubles, trees
   * are twice as large, and more samples have to share the way of each through the cache.
   */
  readonly rowsPerTask: number;
}

/** Places a matrix in `scope`, for trees that were packed for it. */
export function placeImages(images: Matrix, scope: HeapScope): WalkedImages {
  const { columns } = images;
  if (isPixels(images)) return { data: scope.share(images.data), rowBytes: columns, rowsPerTask: 512 };
  return { data: scope.copy(new Float32Array(images.data)), rowBytes: 4 * columns, rowsPerTask: 2048 };
}

/**
 * Thresholds for bytes: a byte is at most a threshold exactly where it is at most its integer part; no byte is at most -1,
 * and every one is at most 255.
 */
function byteThresholds({ threshold }: AnyTree): Float32Array {
  if (threshold instanceof Float32Array) return threshold;
  return Float32Array.from(threshold, (value) => Math.min(255, Math.max(-1, Math.floor(value))));
}

function placeInt16(heap: Heap, address: Address, values: Int16Array): void {
  new Int16Array(heap.memory.buffer, address, values.length).set(values);
}
