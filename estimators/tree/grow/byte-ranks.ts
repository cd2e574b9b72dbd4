import { realtreesKernel } from '../../../dist/kernels/realtrees.js';
import { BYTE_VALUES, RANKING_BYTES } from '../../../dist/kernels/records/trees.js';
import type { Address, HeapScope } from '../../compute/heap.js';
import { runLanes } from '../../compute/lanes.js';
import type { Work } from '../../compute/work.js';
import type { RealMatrix } from '../../matrix.js';

/** As many doubles as a cache line has: features that are read together. */
const COLUMNS_PER_TASK = 8;

/**
 * A matrix of doubles as bytes: the rank of each value in its column. Trees see no more of values than their order, but
 * for the thresholds.
 */
export interface ByteRanks {
  /** u8[rows][columns] in shared memory. */
  readonly bytes: Address;
  /** The value of a rank in a column, as trees see it: a 32-bit float. */
  readonly valueAt: (column: number, rank: number) => number;
}

/**
 * Ranks the values of each column on all threads, if no column has more than 256, and none that trees take for the next
 * (scikit-learn's FEATURE_THRESHOLD). Pixels that were scaled are such columns, and so are counts and categories.
 * Resolves to undefined as soon as a column is not.
 */
export async function rankInBytes(
  { data, rows, columns }: RealMatrix,
  work: Work,
  scope: HeapScope,
): Promise<ByteRanks | undefined> {
  const { compute } = work;
  const { heap } = compute;
  const ranking = heap.scope();
  try {
    const source = ranking.share(data);
    const bytes = scope.allocate(rows * columns);
    const values = ranking.allocate(4 * BYTE_VALUES * columns);
    const scratch = Array.from({ length: compute.threads }, () => ranking.allocate(RANKING_BYTES));
    let areAll = true;
    const tasks = Array.from(
      { length: Math.ceil(columns / COLUMNS_PER_TASK) },
      (_, i) => i * COLUMNS_PER_TASK,
    );
    await runLanes(tasks, { ...work, onProgress: undefined }, async (first, lane) => {
      if (!areAll) return;
      const last = Math.min(columns, first + COLUMNS_PER_TASK);
      const places = [source, columns, rows, first, last, bytes, values, scratch[lane]!];
      const isRanked = await compute.call(realtreesKernel, 'rankInBytes', ...places);
      areAll &&= isRanked === 1;
    });
    if (!areAll) return;
    const kept = heap.float32(values, BYTE_VALUES * columns).slice();
    return { bytes, valueAt: (column, rank) => kept[BYTE_VALUES * column + rank]! };
  } finally {
    ranking.release();
  }
}
