import { svmrealKernel } from '../../../dist/kernels/svmreal.js';
import { runLanes } from '../../compute/lanes.js';
import type { Work } from '../../compute/work.js';

/** Values that NumPy's reduction takes at a time. */
const CHUNK = 8192;
/** Chunks a task: some milliseconds. */
const TASK_CHUNKS = 256;

/**
 * The variance of all values of a matrix, bit for bit what NumPy's `var` gives for it in C order: sums of chunks of
 * 8,192 values, pairwise within each, first of the values and then of their squared deviations from the mean.
 */
export async function realVariance(values: Float64Array, { compute, signal }: Work): Promise<number> {
  const { heap } = compute;
  const scope = heap.scope();
  try {
    const address = scope.share(values);
    const chunks = Math.ceil(values.length / CHUNK);
    const sums = scope.allocate(chunks * 8);
    const scratch = Array.from({ length: compute.threads }, () => scope.allocate(CHUNK * 8));
    const tasks = Array.from({ length: Math.ceil(chunks / TASK_CHUNKS) }, (_, task) => {
      const start = task * TASK_CHUNKS;
      const count = Math.min(TASK_CHUNKS * CHUNK, values.length - start * CHUNK);
      return { from: address + start * CHUNK * 8, count, out: sums + start * 8 };
    });
    const mean = () => heap.float64(sums, chunks).reduce((sum, part) => sum + part, 0) / values.length;
    await runLanes(tasks, { compute, signal }, ({ from, count, out }) =>
      compute.call(svmrealKernel, 'chunkSums', from, count, out),
    );
    const center = mean();
    await runLanes(tasks, { compute, signal }, ({ from, count, out }, lane) =>
      compute.call(svmrealKernel, 'chunkSquares', from, count, center, scratch[lane]!, out),
    );
    return mean();
  } finally {
    scope.release();
  }
}
