import { momentsKernel } from '../../dist/kernels/moments.js';
import type { Address } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import { isPixels, type Matrix } from '../matrix.js';
import { pairwiseSum } from '../metrics/pairwise-sum.js';

/** Features that one task sums: two cache lines of a row, and tasks for all threads. */
const TASK_FEATURES = 128;
/** Rows that one call adds: some milliseconds. */
const CALL_ROWS = 16_384;

/**
 * The mean of each feature over each group of rows (n_groups arrays of n_features), the bits of NumPy's
 * `X[group].mean(axis=0)`, which adds row after row (those of a single feature pairwise: NumPy takes it for a vector).
 * Groups have at least one row.
 */
export async function columnMeans(
  samples: Matrix,
  groups: readonly Uint32Array[],
  work: Work,
): Promise<Float64Array[]> {
  if (samples.columns === 1)
    return perRow(
      vectorSums(samples, groups, (value) => value),
      groups,
    );
  return perRow(await columnSums(samples, groups, undefined, work), groups);
}

/**
 * The variance of each feature over each group of rows, given the groups' means: the bits of `X[group].var(axis=0)`,
 * whose sums are those of `columnMeans`.
 */
export async function columnVariances(
  samples: Matrix,
  groups: readonly Uint32Array[],
  means: readonly Float64Array[],
  work: Work,
): Promise<Float64Array[]> {
  if (samples.columns !== 1) return perRow(await columnSums(samples, groups, means, work), groups);
  const squares = (value: number, group: number) => {
    const deviation = value - means[group]![0]!;
    return deviation * deviation;
  };
  return perRow(vectorSums(samples, groups, squares), groups);
}

/** Sums of the terms of a matrix's only feature. */
function vectorSums(
  { data }: Matrix,
  groups: readonly Uint32Array[],
  term: (value: number, group: number) => number,
): Float64Array[] {
  return groups.map((rows, group) =>
    Float64Array.of(pairwiseSum(Float64Array.from(rows, (row) => term(data[row]!, group)))),
  );
}

function perRow(sums: readonly Float64Array[], groups: readonly Uint32Array[]): Float64Array[] {
  return sums.map((sum, group) => sum.map((value) => value / groups[group]!.length));
}

/** Sums of the values, or of their squared deviations from `centers`. */
async function columnSums(
  samples: Matrix,
  groups: readonly Uint32Array[],
  centers: readonly Float64Array[] | undefined,
  work: Work,
): Promise<Float64Array[]> {
  const { compute } = work;
  const { data, columns } = samples;
  const [add, addSquaredDeviations] = isPixels(samples)
    ? ['addPixels', 'addSquaredDeviationsOfPixels']
    : ['addReals', 'addSquaredDeviationsOfReals'];
  const scope = compute.heap.scope();
  try {
    const matrix = scope.share(data);
    const places = groups.map((rows, group) => {
      const sums = scope.allocate(columns * 8);
      compute.heap.float64(sums, columns).fill(0);
      const center = centers?.[group];
      return { rows: scope.copy(rows), count: rows.length, sums, center: center && scope.copy(center) };
    });
    const firsts = Array.from({ length: Math.ceil(columns / TASK_FEATURES) }, (_, i) => i * TASK_FEATURES);
    const tasks = places.flatMap((place) => firsts.map((first) => ({ ...place, first })));
    await runLanes(tasks, work, async ({ rows, count, sums, center, first }) => {
      const width = Math.min(TASK_FEATURES, columns - first);
      const addRows = (start: Address, length: number) => {
        const given = [matrix, columns, start, length, first, width, sums] as const;
        return center === undefined
          ? compute.call(momentsKernel, add!, ...given)
          : compute.call(momentsKernel, addSquaredDeviations!, ...given, center);
      };
      for (let row = 0; row < count; row += CALL_ROWS) {
        work.signal?.throwIfAborted();
        await addRows(rows + row * 4, Math.min(CALL_ROWS, count - row));
      }
    });
    return places.map(({ sums }) => compute.heap.float64(sums, columns).slice());
  } finally {
    scope.release();
  }
}
