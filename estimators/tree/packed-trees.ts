import { forestKernel } from '../../dist/kernels/forest.js';
import type { Work } from '../classifier.js';
import type { Address, Heap, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Tree } from './tree.js';

/** Trees in shared memory, ready to walk: one `PackedTree` (assembly/forest/predict.ts) a tree. */
export interface PackedTrees {
  readonly count: number;
  /** n_classes. */
  readonly classes: number;
  readonly address: Address;
}

/** Words of a `PackedTree`. */
export const PACKED_TREE_WORDS = 5;

/** Places trees in `scope`. They must have the same classes. */
export async function packTrees(trees: readonly Tree[], work: Work, scope: HeapScope): Promise<PackedTrees> {
  const { heap } = work.compute;
  const address = scope.allocate(4 * PACKED_TREE_WORDS * trees.length);
  await runLanes([...trees.entries()], { ...work, onProgress: undefined }, async ([index, tree]) => {
    const target = heap.uint32(address + 4 * PACKED_TREE_WORDS * index, PACKED_TREE_WORDS);
    target.set(await packTree(tree, work, scope));
  });
  return { count: trees.length, classes: trees[0]!.classes, address };
}

async function packTree(tree: Tree, work: Work, scope: HeapScope): Promise<number[]> {
  const { compute } = work;
  const nodes = tree.feature.length;
  const packed = scope.allocate(8 * nodes);
  const next = scope.copy(tree.next);
  const leafStart = scope.copy(tree.leafStart);
  const leafClass = scope.copy(tree.leafClass);
  const shares = scope.allocate(8 * tree.leafClass.length);
  const passing = compute.heap.scope();
  try {
    const feature = passing.allocate(2 * nodes);
    placeInt16(compute.heap, feature, tree.feature);
    const threshold = passing.copy(tree.threshold);
    const leafWeight = passing.copy(tree.leafWeight);
    await compute.call(
      forestKernel,
      'packTree',
      ...[nodes, feature, threshold, next, packed, leafStart, leafWeight, shares],
    );
  } finally {
    passing.release();
  }
  return [packed, next, leafStart, leafClass, shares];
}

function placeInt16(heap: Heap, address: Address, values: Int16Array): void {
  new Int16Array(heap.memory.buffer, address, values.length).set(values);
}
