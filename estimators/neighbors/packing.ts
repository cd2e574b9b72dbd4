import { neighborsKernel } from '../../dist/kernels/neighbors.js';
import { BLOCK, NO_SAMPLE, PART } from '../../dist/kernels/records/rows.js';
import { pixelsOf } from '../check-data.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Matrix } from '../matrix.js';

/** Beyond this many features the squared distance of two samples may exceed 2^31 - 1. */
const MOST_FEATURES = 33_025;

/** Samples in shared memory, in the form that they are searched in. */
export interface PackedSamples {
  readonly samples: number;
  readonly features: number;
  /** Columns of the packed samples: those beyond `samples` are empty. */
  readonly columns: number;
  readonly packed: Address;
  readonly norms: Address;
}

/** Bytes of a packed column: features come in pairs. */
export function columnBytes(features: number): number {
  return Math.ceil(features / 2) * 2;
}

/**
 * Packs rows of a matrix, part by part. The memory belongs to `scope`: as many bytes as the rows have.
 * Throws a RangeError if there are no rows, or too many features for exact 32-bit distances.
 */
export async function packSamples(
  samples: Matrix,
  scope: HeapScope,
  { compute, signal }: Work,
): Promise<PackedSamples> {
  const { data, rows, columns: features } = pixelsOf(samples);
  if (rows === 0) throw new RangeError('A search for nearest neighbors needs at least one sample; got none.');
  if (features > MOST_FEATURES) {
    throw new RangeError(
      `A search for nearest neighbors takes at most ${MOST_FEATURES} features (distances are exact 32-bit integers); ` +
        `got ${features}. Leave out features, or average neighbouring pixels.`,
    );
  }
  const columns = Math.ceil(rows / BLOCK) * BLOCK;
  const packed = scope.allocate(columns * columnBytes(features));
  const norms = scope.allocate(columns * 4);
  const packing = compute.heap.scope();
  try {
    const images = packing.share(data);
    const order = packing.copy(Uint32Array.from({ length: columns }, (_, i) => (i < rows ? i : NO_SAMPLE)));
    const parts = Array.from({ length: Math.ceil(columns / PART) }, (_, part) => part * PART);
    await runLanes(parts, { compute, signal }, (first) =>
      compute.call(
        neighborsKernel,
        'pack',
        images,
        features,
        order + first * 4,
        Math.min(PART, columns - first),
        packed + first * columnBytes(features),
        norms + first * 4,
      ),
    );
  } finally {
    packing.release();
  }
  return { samples: rows, features, columns, packed, norms };
}
