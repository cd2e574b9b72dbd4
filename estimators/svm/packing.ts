import { svmKernel } from '../../dist/kernels/svm.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Matrix } from '../matrix.js';

/** Samples of a packed block (assembly/svm/pack.ts). */
const BLOCK = 32;
/** Columns a task: about ten milliseconds. */
const TASK_COLUMNS = 4096;
const NO_SAMPLE = 0xffffffff;
/** Beyond this many features a squared distance of two samples may exceed 2^31 - 1. */
const MOST_FEATURES = 33_025;

/** Samples in shared memory, in blocks that the kernel multiplies with. */
export interface PackedSamples {
  readonly images: Address;
  readonly packed: Address;
  readonly norms: Address;
  /** Address of each column's row in `images`. */
  readonly order: Address;
  /** Where each group starts: a multiple of the block size. */
  readonly starts: readonly number[];
}

/** `count` rounded up to whole blocks. */
export function wholeBlocks(count: number): number {
  return Math.ceil(count / BLOCK) * BLOCK;
}

/**
 * Packs rows of a matrix, group by group; each group starts a block of its own. The memory belongs to `scope`.
 * Throws a RangeError if the rows have too many features for exact 32-bit distances.
 */
export async function packSamples(
  images: Matrix,
  groups: readonly Uint32Array[],
  scope: HeapScope,
  work: Work,
): Promise<PackedSamples> {
  const { compute, signal } = work;
  const features = images.columns;
  if (features > MOST_FEATURES) {
    throw new RangeError(
      `A support vector machine takes at most ${MOST_FEATURES} features (distances are exact 32-bit integers); ` +
        `got ${features}. Leave out features or average neighbouring pixels.`,
    );
  }
  const starts: number[] = [];
  let columns = 0;
  for (const group of groups) {
    starts.push(columns);
    columns += wholeBlocks(group.length);
  }
  const order = new Uint32Array(columns).fill(NO_SAMPLE);
  for (const [index, group] of groups.entries()) order.set(group, starts[index]!);
  const packedImages = scope.share(images.data);
  const orderAddress = scope.copy(order);
  const packed = scope.allocate(columns * Math.ceil(features / 2) * 2);
  const norms = scope.allocate(columns * 4);
  const tasks = Array.from({ length: Math.ceil(columns / TASK_COLUMNS) }, (_, task) => task * TASK_COLUMNS);
  await runLanes(tasks, { compute, signal }, (first) => {
    const last = Math.min(first + TASK_COLUMNS, columns);
    return compute.call(svmKernel, 'pack', packedImages, features, orderAddress, first, last, packed, norms);
  });
  return { images: packedImages, packed, norms, order: orderAddress, starts };
}
