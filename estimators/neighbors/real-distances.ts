import { neighborsKernel } from '../../dist/kernels/neighbors.js';
import { GROUP } from '../../dist/kernels/records/rows.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import type { RealMatrix } from '../matrix.js';
import { consecutiveParts, packSamples } from '../rows/packing.js';

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
  const { compute } = work;
  const { columns: features } = samples;
  if (queries.columns !== features) {
    throw new RangeError(
      `The queries have ${queries.columns} features, but the samples have ${features}: search with as many.`,
    );
  }
  const scope = compute.heap.scope();
  try {
    const packer = { kernel: neighborsKernel, who: 'A search for nearest neighbors' };
    const { packed, columns } = await packSamples(samples, consecutiveParts(samples.rows), packer, scope, {
      ...work,
      onProgress: undefined,
    });
    const rows = scope.share(queries.data);
    const lanes = Array.from({ length: compute.threads }, () => scope.allocate(GROUP * columns * 8));
    const groups = Array.from({ length: Math.ceil(queries.rows / GROUP) }, (_, group) => group * GROUP);
    await runLanes(groups, work, async (row, lane) => {
      const out = lanes[lane]!;
      const count = Math.min(GROUP, queries.rows - row);
      const place = rows + row * features * 8;
      await compute.call(neighborsKernel, 'realDistances', place, count, features, packed, columns, out);
      for (let query = 0; query < count; query++) {
        const distances = compute.heap.float64(out + query * columns * 8, samples.rows);
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
