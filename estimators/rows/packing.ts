import { BLOCK, NO_SAMPLE, PART } from '../../dist/kernels/records/rows.js';
import type { Address, HeapScope } from '../compute/heap.js';
import type { Kernel } from '../compute/kernel.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
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

/** Samples in shared memory, in the form that kernels multiply with. */
export interface PackedSamples {
  readonly features: number;
  /** The rows that they were packed from. */
  readonly source: Address;
  readonly packed: Address;
  /** Each column's squared length. */
  readonly norms: Address;
  /** Each column's row in `source`. */
  readonly order: Address;
  readonly groups: readonly PackedGroup[];
  /** Columns of all groups. */
  readonly columns: number;
}

/** Bytes of a packed column: features of bytes come in pairs. */
export function columnBytes(matrix: Matrix): number {
  return isPixels(matrix) ? Math.ceil(matrix.columns / 2) * 2 : matrix.columns * 8;
}

/** Bytes of a column's squared length. */
export function normBytes(matrix: Matrix): number {
  return isPixels(matrix) ? 4 : 8;
}

/** Rows 0 to `rows` - 1 in groups of PART, the last one smaller where they do not fill it. */
export function consecutiveParts(rows: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(rows / PART) }, (_, part) => {
    const length = Math.min(PART, rows - part * PART);
    return Uint32Array.from({ length }, (_, row) => part * PART + row);
  });
}

/**
 * Packs rows of a matrix, group by group. In a group of bytes all values of one pair of features lie together, so that
 * multiplying a row with it reads only what of the row is not zero, in runs as long as the group is wide. Doubles lie in
 * blocks of a few samples. The memory belongs to `scope`; that of the rows and their order to `sources`, which need not be
 * kept as long.
 *
 * @param who what is to be said of too many features
 * @throws RangeError if rows of bytes have too many features for exact 32-bit distances
 */
export async function packSamples(
  matrix: Matrix,
  groups: readonly Uint32Array[],
  { kernel, who }: { readonly kernel: Kernel; readonly who: string },
  scope: HeapScope,
  { compute, signal }: Work,
  sources: HeapScope = scope,
): Promise<PackedSamples> {
  const features = matrix.columns;
  if (isPixels(matrix) && features > MOST_FEATURES) {
    throw new RangeError(
      `${who} takes at most ${MOST_FEATURES} features (distances are exact 32-bit integers); ` +
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
  const samples: PackedSamples = {
    features,
    source: sources.share(matrix.data),
    packed: scope.allocate(columns * columnBytes(matrix)),
    norms: scope.allocate(columns * normBytes(matrix)),
    order: sources.copy(order),
    groups: places,
    columns,
  };
  const pack = isPixels(matrix) ? 'packBytes' : 'packReals';
  await runLanes(places, { compute, signal }, ({ firstColumn, columns }) =>
    compute.call(
      kernel,
      pack,
      samples.source,
      features,
      samples.order + firstColumn * 4,
      columns,
      samples.packed + firstColumn * columnBytes(matrix),
      samples.norms + firstColumn * normBytes(matrix),
    ),
  );
  return samples;
}
