import { svmKernel } from '../../dist/kernels/svm.js';
import type { Work } from '../classifier.js';
import type { Address } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Matrix } from '../matrix.js';
import type { SvcParams } from './params.js';

/** Values that NumPy's reduction takes at a time. */
const CHUNK = 8192;
/** Chunks a task: some milliseconds. */
const TASK_CHUNKS = 256;

/**
 * The number that `gamma` stands for, as scikit-learn resolves it on a training set of so many features whose pixels
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
 * The variance of all values of a matrix, bit for bit what NumPy's `var` gives for it as float64: the mean is
 * exact before its one rounding, and the squared deviations are added in NumPy's order.
 */
export async function pixelVariance(images: Matrix, work: Work): Promise<number> {
  const scope = work.compute.heap.scope();
  try {
    return await varianceOf(scope.share(images.data), images.data.length, work);
  } finally {
    scope.release();
  }
}

/** `pixelVariance` of some rows of a matrix. They are copied to memory that is used again, not to new one. */
export async function rowVariance({ data, columns }: Matrix, rows: Uint32Array, work: Work): Promise<number> {
  const { heap } = work.compute;
  const scope = heap.scope();
  try {
    const total = rows.length * columns;
    const pixels = scope.allocate(total);
    const copy = heap.bytes(pixels, total);
    for (let place = 0; place < rows.length; place++) {
      const start = rows[place]! * columns;
      copy.set(data.subarray(start, start + columns), place * columns);
    }
    return await varianceOf(pixels, total, work);
  } finally {
    scope.release();
  }
}

async function varianceOf(pixels: Address, total: number, work: Work): Promise<number> {
  const { compute, signal } = work;
  const { heap } = compute;
  const scope = heap.scope();
  try {
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
