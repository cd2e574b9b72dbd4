import { neighborsKernel } from '../../dist/kernels/neighbors.js';
import { REAL_BLOCK as BLOCK, GROUP } from '../../dist/kernels/records/rows.js';
import type { Work } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import type { RealMatrix } from '../matrix.js';

/** Blocks that one task packs. */
const TASK_BLOCKS = 256;

/**
 * Calls `take` with the squared distances of each query to all samples, in the samples' order, to be read at once;
 * queries come in any order. A distance is the sum of the squared differences in the features' order, which is exact
 * for whole numbers such as pixels.
 *
 * @throws RangeError if samples are too far apart for a double, or queries have another number of features
 */
export async function realDistances(
  samples: RealMatrix,
  queries: RealMatrix,
  work: Work,
  take: (squaredDistances: Float64Array, query: number) => void,
): Promise<void> {
  const { compute, signal } = work;
  const { columns: features } = samples;
  if (queries.columns !== features) {
    throw new RangeError(
      `The queries have ${queries.columns} features, but the samples have ${features}: search with as many.`,
    );
  }
  const blocks = Math.ceil(samples.rows / BLOCK);
  const scope = compute.heap.scope();
  try {
    const packed = scope.allocate(blocks * BLOCK * features * 8);
    const source = scope.share(samples.data);
    const firsts = Array.from({ length: Math.ceil(blocks / TASK_BLOCKS) }, (_, task) => task * TASK_BLOCKS);
    await runLanes(firsts, { compute, signal }, (first) => {
      const count = Math.min(TASK_BLOCKS, blocks - first);
      return compute.call(neighborsKernel, 'packReals', source, samples.rows, features, first, count, packed);
    });
    const rows = scope.share(queries.data);
    const lanes = Array.from({ length: compute.threads }, () => scope.allocate(GROUP * blocks * BLOCK * 8));
    const groups = Array.from({ length: Math.ceil(queries.rows / GROUP) }, (_, group) => group * GROUP);
    await runLanes(groups, work, async (row, lane) => {
      const out = lanes[lane]!;
      const count = Math.min(GROUP, queries.rows - row);
      const place = rows + row * features * 8;
      await compute.call(neighborsKernel, 'realDistances', place, count, features, packed, blocks, out);
      for (let query = 0; query < count; query++) {
        const distances = compute.heap.float64(out + query * blocks * BLOCK * 8, samples.rows);
        checkFinite(distances, row + query);
        take(distances, row + query);
      }
    });
  } finally {
    scope.release();
  }
}

function checkFinite(squaredDistances: Float64Array, query: number): void {
  const sample = squaredDistances.findIndex((distance) => !Number.isFinite(distance));
  if (sample < 0) return;
  throw new RangeError(
    `Sample ${sample} and query ${query} are too far apart: their squared distance is beyond the largest double. Scale the features.`,
  );
}
