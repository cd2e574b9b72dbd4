import { phase, type Work } from '../compute/work.js';
import { isPixels, type Matrix, type PixelMatrix, takeRows, toReals } from '../matrix.js';
import { type Neighbors, nearestNeighbors } from './nearest-neighbors.js';
import { NeighborHeap } from './neighbor-heap.js';
import { realDistances } from './real-distances.js';

/**
 * For each of `ks`, the so many nearest samples of each query in scikit-learn's order: also which of equally far samples
 * are among them, and in what order, is what its brute-force search (ArgKmin) gives where its threads share the queries,
 * as they do if there are more queries than samples. (Where they share the samples, it depends on their number.)
 *
 * Throws a RangeError if a k is no number from 1 to n_samples, or the queries have another number of features.
 */
export async function kNearest(
  samples: Matrix,
  queries: Matrix,
  ks: readonly number[],
  work: Work,
): Promise<Neighbors[]> {
  const outside = ks.find((k) => !Number.isInteger(k) || k < 1 || k > samples.rows);
  if (outside !== undefined) {
    throw new RangeError(
      `k must be a whole number from 1 to the number of samples, ${samples.rows}; got ${outside}.`,
    );
  }
  return isPixels(samples) && isPixels(queries)
    ? nearestPixels(samples, queries, ks, work)
    : nearestReals(samples, queries, ks, work);
}

/** All samples go through scikit-learn's heap: next to the distances, that is little work. */
async function nearestReals(
  samples: Matrix,
  queries: Matrix,
  ks: readonly number[],
  work: Work,
): Promise<Neighbors[]> {
  const nearest = ks.map((k) => ({
    indices: new Uint32Array(queries.rows * k),
    squaredDistances: new Float64Array(queries.rows * k),
    k,
  }));
  await realDistances(toReals(samples), toReals(queries), work, (distances, row) => {
    for (const { indices, squaredDistances, k } of nearest) {
      const found = throughHeap(distances, k);
      indices.set(found, row * k);
      squaredDistances.set(
        Float64Array.from(found, (sample) => distances[sample]!),
        row * k,
      );
    }
  });
  return nearest;
}

/** Only queries that have equally far samples go through the heap. */
async function nearestPixels(
  samples: PixelMatrix,
  queries: PixelMatrix,
  ks: readonly number[],
  work: Work,
): Promise<Neighbors[]> {
  const search = await nearestNeighbors(samples, work);
  try {
    // One more than asked for, to see whether it is as far as the last one.
    const most = Math.max(...ks) + 1;
    const found = await search.kneighbors(
      queries,
      most > samples.rows ? most - 1 : most,
      phase(work, 0, 0.9),
    );
    const nearest = ks.map((k) => firstOf(found, k));
    const rows = Array.from({ length: queries.rows }, (_, row) => row);
    const rowsInDoubt = ks.map((k) => new Set(rows.filter((row) => hasEquals(found, row, k))));
    const inDoubt = rows.filter((row) => rowsInDoubt.some((ofK) => ofK.has(row)));
    await search.distances(takeRows(queries, inDoubt), phase(work, 0.9, 1), (distances, place) => {
      const row = inDoubt[place]!;
      for (const [i, k] of ks.entries()) {
        if (rowsInDoubt[i]!.has(row)) nearest[i]!.indices.set(throughHeap(distances, k), row * k);
      }
    });
    work.onProgress?.(1);
    return nearest;
  } finally {
    search.release();
  }
}

/** The first `k` neighbors of each query. */
function firstOf({ indices, squaredDistances, k: most }: Neighbors, k: number): Neighbors {
  const rows = Array.from({ length: indices.length / most }, (_, row) => row * most);
  const first = (values: ArrayLike<number>) =>
    Uint32Array.from({ length: rows.length * k }, (_, at) => values[rows[Math.floor(at / k)]! + (at % k)]!);
  return { indices: first(indices), squaredDistances: first(squaredDistances), k };
}

/** Whether two of a query's k + 1 nearest samples are equally far. */
function hasEquals({ squaredDistances, k: most }: Neighbors, row: number, k: number): boolean {
  for (let place = 1; place < Math.min(k + 1, most); place++) {
    const at = row * most + place;
    if (squaredDistances[at] === squaredDistances[at - 1]) return true;
  }
  return false;
}

/** The `k` nearest samples, taken one after the other. */
function throughHeap(distances: ArrayLike<number>, k: number): Uint32Array {
  const heap = new NeighborHeap(k);
  for (let sample = 0; sample < distances.length; sample++) heap.push(distances[sample]!, sample);
  return heap.sorted();
}
