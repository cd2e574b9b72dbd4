import { forestKernel } from '../../dist/kernels/forest.js';
import { realtreesKernel } from '../../dist/kernels/realtrees.js';
import { BYTE_NODE_BYTES, PackedTree, REAL_NODE_BYTES } from '../../dist/kernels/records/trees.js';
import type { Address, HeapScope } from '../compute/heap.js';
import type { Kernel } from '../compute/kernel.js';
import { runLanes } from '../compute/lanes.js';
import { placeRecords } from '../compute/record.js';
import type { Work } from '../compute/work.js';
import { isPixels, type Matrix } from '../matrix.js';
import type { AnyTree } from './tree.js';

/** Trees in shared memory, ready to walk. */
export interface PackedTrees {
  readonly count: number;
  /** n_classes. */
  readonly classes: number;
  /** A `PackedTree` a tree. */
  readonly address: Address;
  /** What takes the matrix's samples through them: `addShares` and `meanLeftOutShares`. */
  readonly kernel: Kernel;
}

/**
 * Places trees in `scope`, for the rows of `samples` to be taken through them. They must have the same classes. It does
 * not matter on what kind of values they were grown.
 */
export async function packTrees(
  trees: readonly AnyTree[],
  samples: Matrix,
  work: Work,
  scope: HeapScope,
): Promise<PackedTrees> {
  const [kernel, nodeBytes] = isPixels(samples)
    ? [forestKernel, BYTE_NODE_BYTES]
    : [realtreesKernel, REAL_NODE_BYTES];
  const records = trees.map((tree) => ({
    nodes: scope.allocate(nodeBytes * tree.feature.length),
    next: scope.copy(tree.next),
    leafStart: scope.copy(tree.leafStart),
    leafClass: scope.copy(tree.leafClass),
    shares: scope.allocate(8 * tree.leafClass.length),
  }));
  const address = placeRecords(PackedTree, records, scope);
  await runLanes([...trees.entries()], { ...work, onProgress: undefined }, ([index, tree]) =>
    packTree(tree, address + PackedTree.bytes * index, kernel, work),
  );
  return { count: trees.length, classes: trees[0]!.classes, address, kernel };
}

async function packTree(
  { feature, threshold, leafWeight }: AnyTree,
  address: Address,
  kernel: Kernel,
  { compute }: Work,
): Promise<void> {
  const passing = compute.heap.scope();
  try {
    await compute.call(
      kernel,
      'packTree',
      address,
      feature.length,
      passing.copy(feature),
      passing.copy(new Float64Array(threshold)),
      passing.copy(leafWeight),
    );
  } finally {
    passing.release();
  }
}

/** The samples as the trees that were packed for them take them: bytes as they are, doubles as 32-bit floats. */
export interface WalkedRows {
  readonly data: Address;
  readonly rowBytes: number;
  /**
   * How many samples a task should take through the trees: few enough that it takes tens of milliseconds. For doubles, trees
   * are twice as large, and more samples have to share the way of each through the cache.
   */
  readonly rowsPerTask: number;
}

/** Places a matrix in `scope`, for trees that were packed for it. */
export function placeRows(samples: Matrix, scope: HeapScope): WalkedRows {
  const { columns } = samples;
  if (isPixels(samples)) return { data: scope.share(samples.data), rowBytes: columns, rowsPerTask: 512 };
  return { data: scope.copy(new Float32Array(samples.data)), rowBytes: 4 * columns, rowsPerTask: 2048 };
}
