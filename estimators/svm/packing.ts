import { svmKernel } from '../../dist/kernels/svm.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Matrix } from '../matrix.js';

/** Columns that the kernel multiplies together at least. */
export const BLOCK = 32;
/** Columns a task: about a millisecond. */
const TASK_COLUMNS = 1024;
/** A column that holds no sample. */
const NO_SAMPLE = 0xffffffff;
/** Beyond this many features the squared distance of two samples may exceed 2^31 - 1. */
const MOST_FEATURES = 33_025;

/** Where the samples of a group lie: columns of whole chunks. */
export interface PackedGroup {
  /** Samples; the columns beyond them are empty. */
  readonly count: number;
  readonly firstColumn: number;
  readonly columns: number;
  /** Columns of a chunk. */
  readonly chunk: number;
}

/** Samples in shared memory, in the form that the kernel multiplies with. */
export interface PackedSamples {
  readonly features: number;
  readonly images: Address;
  readonly packed: Address;
  readonly norms: Address;
  /** Address of each column's row in `images`. */
  readonly order: Address;
  readonly groups: readonly PackedGroup[];
}

/**
 * Packs rows of a matrix, group by group, in chunks of at most `mostColumns` (a multiple of BLOCK). The memory
 * belongs to `scope`.
 *
 * In a chunk all values of one pair of features lie together. One row against many columns wants long chunks: it
 * reads a fifth of the memory, in runs as long as a chunk is wide. Many rows against the same columns want a
 * chunk that stays in the nearest cache.
 *
 * Throws a RangeError if the rows have too many features for exact 32-bit distances.
 */
export async function packSamples(
  images: Matrix,
  groups: readonly Uint32Array[],
  mostColumns: number,
  scope: HeapScope,
  { compute, signal }: Work,
): Promise<PackedSamples> {
  const features = images.columns;
  if (features > MOST_FEATURES) {
    throw new RangeError(
      `A support vector machine takes at most ${MOST_FEATURES} features (distances are exact 32-bit integers); ` +
        `got ${features}. Leave out features, or average neighbouring pixels.`,
    );
  }
  const places: PackedGroup[] = [];
  let columns = 0;
  for (const { length } of groups) {
    const chunk = chunkColumns(length, mostColumns);
    const place = { count: length, firstColumn: columns, columns: Math.ceil(length / chunk) * chunk, chunk };
    places.push(place);
    columns += place.columns;
  }
  const order = new Uint32Array(columns).fill(NO_SAMPLE);
  for (const [index, { firstColumn }] of places.entries()) order.set(groups[index]!, firstColumn);
  const columnBytes = Math.ceil(features / 2) * 2;
  const packed: PackedSamples = {
    features,
    images: scope.share(images.data),
    packed: scope.allocate(columns * columnBytes),
    norms: scope.allocate(columns * 4),
    order: scope.copy(order),
    groups: places,
  };
  const tasks = places.flatMap(({ firstColumn, columns, chunk }) => {
    const most = Math.ceil(TASK_COLUMNS / chunk);
    return Array.from({ length: Math.ceil(columns / chunk / most) }, (_, task) => ({
      first: firstColumn + task * most * chunk,
      chunk,
      chunks: Math.min(most, columns / chunk - task * most),
    }));
  });
  await runLanes(tasks, { compute, signal }, ({ first, chunk, chunks }) =>
    compute.call(
      svmKernel,
      'pack',
      packed.images,
      features,
      packed.order + first * 4,
      chunk,
      chunks,
      packed.packed + first * columnBytes,
      packed.norms + first * 4,
    ),
  );
  return packed;
}

/** The width of equally wide chunks for `count` samples. */
function chunkColumns(count: number, most: number): number {
  const chunks = Math.max(1, Math.ceil(count / most));
  return Math.max(1, Math.ceil(count / chunks / BLOCK)) * BLOCK;
}
