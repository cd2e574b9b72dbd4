import { logisticKernel } from '../../dist/kernels/logistic.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import type { Matrix } from '../matrix.js';
import { listBytes, type WeightShape, weightCount } from './logistic-loss.js';

/** Samples that one task scores. */
const ROWS_PER_TASK = 2048;

/**
 * The score of each sample for each class (its features times the weights, plus the intercept), or with `softmax` the
 * probabilities that these are the logarithms of: n_samples x n_classes, row-major.
 */
export async function decide(
  weights: Float64Array,
  shape: WeightShape,
  samples: Matrix,
  output: 'scores' | 'softmax',
  work: Work,
): Promise<Float64Array> {
  const { compute } = work;
  const { rows, columns } = samples;
  const { classes, stride } = shape;
  const decided = new Float64Array(rows * classes);
  const scope = compute.heap.scope();
  try {
    const data = scope.share(samples.data);
    const valueBytes = samples.data.BYTES_PER_ELEMENT;
    const placed = scope.allocate(8 * weightCount(shape));
    compute.heap.float64(placed, weightCount(shape)).set(weights);
    const lanes = Array.from({ length: compute.threads }, () => ({
      scores: scope.allocate(8 * ROWS_PER_TASK * stride),
      list: scope.allocate(listBytes(shape)),
    }));
    const tasks = Array.from({ length: Math.ceil(rows / ROWS_PER_TASK) }, (_, i) => i * ROWS_PER_TASK);
    await runLanes(tasks, work, async (first, lane) => {
      const { scores, list } = lanes[lane]!;
      const count = Math.min(ROWS_PER_TASK, rows - first);
      await compute.call(
        logisticKernel,
        output === 'softmax' ? 'probabilities' : 'decisions',
        ...[
          data + first * columns * valueBytes,
          columns,
          count,
          valueBytes,
          classes,
          stride,
          placed,
          scores,
          list,
        ],
      );
      const found = compute.heap.float64(scores, count * stride);
      for (let row = 0; row < count; row++) {
        decided.set(found.subarray(row * stride, row * stride + classes), (first + row) * classes);
      }
    });
  } finally {
    scope.release();
  }
  return decided;
}
