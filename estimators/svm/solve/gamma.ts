import { svmKernel } from '../../../dist/kernels/svm.js';
import { runLanes } from '../../compute/lanes.js';
import type { Work } from '../../compute/work.js';
import type { PixelMatrix } from '../../matrix.js';
import type { SvcParams } from '../params.js';

/** Values that NumPy's reduction takes at a time. */
const CHUNK = 8192;
/** Chunks a task: some milliseconds. */
const TASK_CHUNKS = 256;

/**
 * The number that `gamma` stands for, as scikit-learn resolves it on a training set of so many features whose values
 * have that variance.
 */
export async function resolveGamma(
  gamma: SvcParams['gamma'],
  features: number,
  variance: () => Promise<number>,
): Promise<number> {
  if (typeof gamma === 'number') return gamma;
  if (gamma === 'auto') return 1 / features;
  const known = await variance();
  return known === 0 ? 1 : 1 / (features * known);
}

/**
 * The variance of all values in some rows of a matrix, bit for bit what NumPy's `var` gives for them as float64: the
 * mean is exact before its one rounding, and the squared deviations are added in NumPy's order.
 */
export async function pixelVariance(
  { data, columns }: PixelMatrix,
  rows: Uint32Array,
  { compute, signal }: Work,
): Promise<number> {
  const { heap } = compute;
  const scope = heap.scope();
  try {
    const matrix = [scope.share(data), columns, scope.copy(rows)] as const;
    const total = rows.length * columns;
    const chunks = Math.ceil(total / CHUNK);
    const sums = scope.allocate(chunks * 8);
    const scratch = Array.from({ length: compute.threads }, () => scope.allocate(CHUNK));
    const tasks = Array.from({ length: Math.ceil(chunks / TASK_CHUNKS) }, (_, task) => {
      const start = task * TASK_CHUNKS * CHUNK;
      return { task, start, length: Math.min(TASK_CHUNKS * CHUNK, total - start) };
    });
    const parts = await runLanes(tasks, { compute, signal }, ({ start, length }, lane) =>
      compute.call(svmKernel, 'sumBytes', ...matrix, start, length, scratch[lane]!),
    );
    const mean = parts.reduce((sum, part) => sum + part, 0) / total;
    const squares = Float64Array.from({ length: 256 }, (_, value) => (value - mean) * (value - mean));
    const terms = scope.copy(squares);
    await runLanes(tasks, { compute, signal }, ({ task, start, length }, lane) => {
      const out = sums + task * TASK_CHUNKS * 8;
      return compute.call(svmKernel, 'chunkSums', ...matrix, start, length, scratch[lane]!, terms, out);
    });
    return heap.float64(sums, chunks).reduce((sum, part) => sum + part, 0) / total;
  } finally {
    scope.release();
  }
}
