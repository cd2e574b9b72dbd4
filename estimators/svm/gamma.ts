import { svmKernel } from '../../dist/kernels/svm.js';
import type { Work } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import type { Matrix } from '../matrix.js';
import type { SvcParams } from './params.js';

/** Values that NumPy's reduction takes at a time. */
const CHUNK = 8192;
/** Chunks a task: some milliseconds. */
const TASK_CHUNKS = 256;

/** The number that `gamma` stands for on this training set, as scikit-learn resolves it. */
export async function resolveGamma(gamma: SvcParams['gamma'], images: Matrix, work: Work): Promise<number> {
  if (typeof gamma === 'number') return gamma;
  if (gamma === 'auto') return 1 / images.columns;
  const variance = await pixelVariance(images, work);
  return variance === 0 ? 1 : 1 / (images.columns * variance);
}

/**
 * The variance of all values of a matrix, bit for bit what NumPy's `var` gives for it as float64: the mean is
 * exact before its one rounding, and the squared deviations are added in NumPy's order.
 */
export async function pixelVariance(images: Matrix, work: Work): Promise<number> {
  const { compute, signal } = work;
  const { heap } = compute;
  const scope = heap.scope();
  try {
    const pixels = scope.share(images.data);
    const total = images.data.length;
    const chunks = Math.ceil(total / CHUNK);
    const sums = scope.allocate(chunks * 8);
    const tasks = Array.from({ length: Math.ceil(chunks / TASK_CHUNKS) }, (_, task) => {
      const start = task * TASK_CHUNKS * CHUNK;
      return { task, start, length: Math.min(TASK_CHUNKS * CHUNK, total - start) };
    });
    const parts = await runLanes(tasks, { compute, signal }, ({ start, length }) =>
      compute.call(svmKernel, 'sumPixels', pixels + start, length),
    );
    const mean = parts.reduce((sum, part) => sum + part, 0) / total;
    const squares = Float64Array.from({ length: 256 }, (_, value) => (value - mean) * (value - mean));
    const terms = scope.copy(squares);
    await runLanes(tasks, { compute, signal }, ({ task, start, length }) =>
      compute.call(svmKernel, 'chunkSums', pixels + start, length, terms, sums + task * TASK_CHUNKS * 8),
    );
    return heap.float64(sums, chunks).reduce((sum, part) => sum + part, 0) / total;
  } finally {
    scope.release();
  }
}
