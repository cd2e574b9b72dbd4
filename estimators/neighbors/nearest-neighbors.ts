import { neighborsKernel } from '../../dist/kernels/neighbors.js';
import { NONE } from '../../dist/kernels/records/neighbors.js';
import { GROUP, PART } from '../../dist/kernels/records/rows.js';
import { pixelsOf } from '../check-data.js';
import type { HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import type { Matrix, PixelMatrix } from '../matrix.js';
import {
  columnBytes,
  consecutiveParts,
  normBytes,
  type PackedSamples,
  packSamples,
} from '../rows/packing.js';

/** The nearest samples of each query, nearest first; of samples that are equally far, the first one is nearer. */
export interface Neighbors {
  /** n_queries x k, row-major: rows of the samples that were searched. */
  readonly indices: Uint32Array;
  /** n_queries x k: squared Euclidean distances. */
  readonly squaredDistances: Uint32Array | Float64Array;
  /** Neighbors of each query. */
  readonly k: number;
}

/** Samples of bytes among which neighbors are searched; their distances are exact. */
export interface NearestNeighbors {
  /**
   * The `k` nearest samples of each query, as scikit-learn's `NearestNeighbors(metric='sqeuclidean').kneighbors` gives
   * them, ties aside (scikit-learn leaves their order open).
   * Throws a RangeError if `k` is no number from 1 to n_samples, or the queries have another number of features.
   */
  kneighbors(queries: Matrix, k: number, work: Work): Promise<Neighbors>;
  /**
   * Calls `take` with the squared distances of each query to all samples, in the samples' order, to be read at once;
   * queries come in any order. Throws a RangeError if the queries have another number of features.
   */
  distances(
    queries: Matrix,
    work: Work,
    take: (squaredDistances: Uint32Array, query: number) => void,
  ): Promise<void>;
  /** Gives the memory back. */
  release(): void;
}

/** Samples that one task goes through: with GROUP queries, some milliseconds. */
const TASK_SAMPLES = 64 * PART;

/** A sample that may be among the nearest. */
interface Candidate {
  readonly index: number;
  readonly squaredDistance: number;
}

/** Samples in shared memory, in the form that they are searched in. */
interface SearchedSamples extends PackedSamples {
  readonly count: number;
  readonly columnBytes: number;
  readonly normBytes: number;
}

/** Puts samples into shared memory, once for all queries. Throws a RangeError where `packSamples` does, or if there are none. */
export async function nearestNeighbors(matrix: Matrix, work: Work): Promise<NearestNeighbors> {
  const scope = work.compute.heap.scope();
  try {
    const samples = await placeSamples(pixelsOf(matrix), scope, work);
    return {
      kneighbors: (queries, k, part) => kneighbors(samples, queries, k, part),
      distances: (queries, part, take) => distances(samples, queries, part, take),
      release: () => scope.release(),
    };
  } catch (error) {
    scope.release();
    throw error;
  }
}

async function placeSamples(matrix: PixelMatrix, scope: HeapScope, work: Work): Promise<SearchedSamples> {
  const count = matrix.rows;
  if (count === 0) {
    throw new RangeError('A search for nearest neighbors needs at least one sample; got none.');
  }
  const packer = { kernel: neighborsKernel, who: 'A search for nearest neighbors' };
  const sources = work.compute.heap.scope();
  try {
    const packed = await packSamples(matrix, consecutiveParts(count), packer, scope, work, sources);
    return { ...packed, count, columnBytes: columnBytes(matrix), normBytes: normBytes(matrix) };
  } finally {
    sources.release();
  }
}

async function kneighbors(
  samples: SearchedSamples,
  queries: Matrix,
  k: number,
  work: Work,
): Promise<Neighbors> {
  const { count: most, features, columns, packed, norms, columnBytes, normBytes } = samples;
  if (!Number.isInteger(k) || k < 1 || k > most) {
    throw new RangeError(`k must be a whole number from 1 to the number of samples, ${most}; got ${k}.`);
  }
  checkQueries(queries, features);
  const { compute } = work;
  const spans = Array.from({ length: Math.ceil(columns / TASK_SAMPLES) }, (_, span) => span * TASK_SAMPLES);
  const groups = Array.from({ length: Math.ceil(queries.rows / GROUP) }, (_, group) => group * GROUP);
  const tasks = groups.flatMap((row) => spans.map((first) => ({ row, first })));
  const scope = compute.heap.scope();
  try {
    const rows = scope.share(pixelsOf(queries).data);
    const scratchBytes = await compute.call(neighborsKernel, 'nearestScratchBytes', features, GROUP);
    const lanes = Array.from({ length: compute.threads }, () => ({
      scratch: scope.allocate(scratchBytes),
      best: scope.allocate(GROUP * k * 8),
    }));
    const found = Array.from({ length: queries.rows }, (): Candidate[] => []);
    await runLanes(tasks, work, async ({ row, first }, lane) => {
      const { scratch, best } = lanes[lane]!;
      const count = Math.min(GROUP, queries.rows - row);
      await compute.call(
        neighborsKernel,
        'nearest',
        ...[rows + row * features, count, features],
        ...[packed + first * columnBytes, norms + first * normBytes],
        ...[Math.min(TASK_SAMPLES, columns - first), Math.min(TASK_SAMPLES, most - first), first],
        ...[k, scratch, best],
      );
      const words = compute.heap.uint32(best, count * k * 2);
      for (let place = 0; place < count * k; place++) {
        const [index, squaredDistance] = [words[place * 2]!, words[place * 2 + 1]!];
        if (squaredDistance === NONE) continue;
        found[row + Math.floor(place / k)]!.push({ index, squaredDistance });
      }
    });
    return nearestOf(found, k);
  } finally {
    scope.release();
  }
}

async function distances(
  { count: samples, features, columns, packed, norms }: SearchedSamples,
  queries: Matrix,
  work: Work,
  take: (squaredDistances: Uint32Array, query: number) => void,
): Promise<void> {
  checkQueries(queries, features);
  const { compute } = work;
  const groups = Array.from({ length: Math.ceil(queries.rows / GROUP) }, (_, group) => group * GROUP);
  const scope = compute.heap.scope();
  try {
    const rows = scope.share(pixelsOf(queries).data);
    const scratchBytes = await compute.call(neighborsKernel, 'distancesScratchBytes', features, GROUP);
    const lanes = Array.from({ length: compute.threads }, () => ({
      scratch: scope.allocate(scratchBytes),
      out: scope.allocate(GROUP * columns * 4),
    }));
    await runLanes(groups, work, async (row, lane) => {
      const { scratch, out } = lanes[lane]!;
      const count = Math.min(GROUP, queries.rows - row);
      const place = rows + row * features;
      await compute.call(
        neighborsKernel,
        'distances',
        ...[place, count, features, packed, norms, columns, scratch, out],
      );
      for (let query = 0; query < count; query++) {
        take(compute.heap.uint32(out + query * columns * 4, samples), row + query);
      }
    });
  } finally {
    scope.release();
  }
}

function checkQueries(queries: Matrix, features: number): void {
  if (queries.columns === features) return;
  throw new RangeError(
    `The queries have ${queries.columns} features, but the samples have ${features}: search with as many.`,
  );
}

/** The `k` nearest of each query's candidates. */
function nearestOf(found: readonly Candidate[][], k: number): Neighbors {
  const nearest = found.flatMap((candidates) =>
    candidates.sort((a, b) => a.squaredDistance - b.squaredDistance || a.index - b.index).slice(0, k),
  );
  return {
    indices: Uint32Array.from(nearest, ({ index }) => index),
    squaredDistances: Uint32Array.from(nearest, ({ squaredDistance }) => squaredDistance),
    k,
  };
}
