import { BLOCK, NO_SAMPLE } from '../../dist/kernels/records/rows.js';
import { svmKernel } from '../../dist/kernels/svm.js';
import { svmrealKernel } from '../../dist/kernels/svmreal.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import type { Kernel } from '../compute/kernel.js';
import { runLanes } from '../compute/lanes.js';
import { isPixels, type Matrix } from '../matrix.js';

/** Beyond this many features the squared distance of two samples may exceed 2^31 - 1. */
const MOST_FEATURES = 33_025;

/** Where the samples of a group lie. */
export interface PackedGroup {
  readonly count: number;
  readonly firstColumn: number;
  /** The columns beyond `count` are empty. */
  readonly columns: number;
}

/** Samples in shared memory, in the form that their kernel multiplies with. */
export interface PackedSamples {
  /** The kernel for pixels or for doubles, whichever they are. */
  readonly kernel: Kernel;
  readonly features: number;
  readonly images: Address;
  readonly packed: Address;
  readonly norms: Address;
  /** Address of each column's row in `images`. */
  readonly order: Address;
  readonly groups: readonly PackedGroup[];
}

/**
 * Packs rows of a matrix, group by group. In a group of pixels all values of one pair of features lie together, so that
 * multiplying a row with it reads only what belongs to the row's ink, in runs as long as the group is wide. Doubles lie
 * in blocks of a few samples. The memory belongs to `scope`.
 *
 * Throws a RangeError if rows of pixels have too many features for exact 32-bit distances.
 */
export async function packSamples(
  images: Matrix,
  groups: readonly Uint32Array[],
  scope: HeapScope,
  { compute, signal }: Work,
): Promise<PackedSamples> {
  const features = images.columns;
  const { kernel, columnBytes, normBytes } = isPixels(images)
    ? { kernel: svmKernel, columnBytes: Math.ceil(features / 2) * 2, normBytes: 4 }
    : { kernel: svmrealKernel, columnBytes: features * 8, normBytes: 8 };
  if (isPixels(images) && features > MOST_FEATURES) {
    throw new RangeError(
      `A support vector machine takes at most ${MOST_FEATURES} features (distances are exact 32-bit integers); ` +
        `got ${features}. Leave out features, or average neighbouring pixels.`,
    );
  }
  const places: PackedGroup[] = [];
  let columns = 0;
  for (const { length: count } of groups) {
    const place = { count, firstColumn: columns, columns: Math.ceil(count / BLOCK) * BLOCK };
    places.push(place);
    columns += place.columns;
  }
  const order = new Uint32Array(columns).fill(NO_SAMPLE);
  for (const [index, { firstColumn }] of places.entries()) order.set(groups[index]!, firstColumn);
  const packed: PackedSamples = {
    kernel,
    features,
    images: scope.share(images.data),
    packed: scope.allocate(columns * columnBytes),
    norms: scope.allocate(columns * normBytes),
    order: scope.copy(order),
    groups: places,
  };
  await runLanes(places, { compute, signal }, ({ firstColumn, columns }) =>
    compute.call(
      kernel,
      'pack',
      packed.images,
      features,
      packed.order + firstColumn * 4,
      columns,
      packed.packed + firstColumn * columnBytes,
      packed.norms + firstColumn * normBytes,
    ),
  );
  return packed;
}
