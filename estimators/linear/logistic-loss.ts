import { logisticKernel } from '../../dist/kernels/logistic.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Work } from '../compute/work.js';
import type { Matrix } from '../matrix.js';
import type { Objective } from './objective.js';

/** The samples are summed in this many blocks at most, each of this many samples at least: never by threads. */
const MOST_BLOCKS = 16;
const LEAST_ROWS = 256;

/** Weights are kept as f64[n_features + 1][stride]: a row a feature, then the intercepts; a column a class. */
export interface WeightShape {
  readonly features: number;
  readonly classes: number;
  /** n_classes, rounded up to a multiple of 2. Weights beyond the classes are 0. */
  readonly stride: number;
}

/** The shape of the weights of samples of so many features. */
export function weightShape(features: number, classes: number): WeightShape {
  return { features, classes, stride: classes + (classes % 2) };
}

/** Entries of the weights. */
export function weightCount({ features, stride }: WeightShape): number {
  return (features + 1) * stride;
}

/** Bytes of the kernel's list of a sample, and of a sum a class after it (assembly/logistic/sample-list.ts). */
export function listBytes({ features, stride }: WeightShape): number {
  return 16 * (features + 1) + 8 * stride;
}

interface Block {
  /** The kernel's first four arguments. */
  readonly samples: readonly [address: Address, columns: number, rows: number, valueBytes: number];
  readonly codes: Address;
  readonly probabilities: Address;
  /** What the block adds to a sum over the samples: as large as the weights. */
  readonly part: Address;
}

/**
 * The objective of multinomial logistic regression on samples with these classes (0 to n_classes - 1), as a function of
 * the weights: the sum of -log(probability of the true class), plus `penalty` / 2 times the sum of the squared weights
 * of features. Its memory belongs to `scope`.
 */
export function logisticLoss(
  samples: Matrix,
  codes: Uint8Array,
  shape: WeightShape,
  penalty: number,
  scope: HeapScope,
  work: Work,
): Objective {
  const { compute } = work;
  const { heap } = compute;
  const { features, classes, stride } = shape;
  const count = weightCount(shape);
  const blocks = placeBlocks(samples, codes, shape, scope);
  const lists = Array.from({ length: compute.threads }, () => scope.allocate(listBytes(shape)));
  const operand = scope.allocate(8 * count);

  /** Calls the kernel for each block: what it returned, and the sum of the blocks' parts, in their order. */
  const sumBlocks = async (name: string, argumentsOf: (block: Block) => readonly number[]) => {
    const { signal } = work;
    const values = await runLanes(blocks, { compute, signal }, (block, lane) =>
      compute.call(logisticKernel, name, ...block.samples, ...argumentsOf(block), block.part, lists[lane]!),
    );
    const sum = new Float64Array(count);
    for (const { part } of blocks) {
      const addend = heap.float64(part, count);
      for (let i = 0; i < count; i++) sum[i]! += addend[i]!;
    }
    return { values, sum };
  };
  const addPenalty = (sum: Float64Array, weights: Float64Array) => {
    for (let i = 0; i < features * stride; i++) sum[i]! += penalty * weights[i]!;
    return sum;
  };

  return {
    async at(point) {
      heap.float64(operand, count).set(point);
      const { values, sum } = await sumBlocks('lossAndGradient', (block) => [
        ...[block.codes, classes, stride, operand, block.probabilities],
      ]);
      const loss = values.reduce((total, value) => total + value, 0);
      let squares = 0;
      for (let i = 0; i < features * stride; i++) squares += point[i]! * point[i]!;
      return { point, value: loss + (penalty / 2) * squares, gradient: addPenalty(sum, point) };
    },
    async hessianTimes(direction) {
      heap.float64(operand, count).set(direction);
      const { sum } = await sumBlocks('hessianTimes', (block) => [
        ...[classes, stride, block.probabilities, operand],
      ]);
      return addPenalty(sum, direction);
    },
    async hessianDiagonal() {
      const { sum } = await sumBlocks('hessianDiagonal', (block) => [classes, stride, block.probabilities]);
      const diagonal = addPenalty(sum, new Float64Array(count).fill(1));
      // An intercept without curvature, and the columns that are no class, stay as they are.
      return diagonal.map((entry) => (entry > 0 ? entry : 1));
    },
  };
}

function placeBlocks(samples: Matrix, codes: Uint8Array, shape: WeightShape, scope: HeapScope): Block[] {
  const { rows, columns } = samples;
  const data = scope.share(samples.data);
  const valueBytes = samples.data.BYTES_PER_ELEMENT;
  const placedCodes = scope.copy(codes);
  const probabilities = scope.allocate(8 * rows * shape.stride);
  const count = Math.min(MOST_BLOCKS, Math.ceil(rows / LEAST_ROWS));
  const blockRows = Math.ceil(rows / count);
  return Array.from({ length: Math.ceil(rows / blockRows) }, (_, block) => {
    const first = block * blockRows;
    return {
      samples: [data + first * columns * valueBytes, columns, Math.min(blockRows, rows - first), valueBytes],
      codes: placedCodes + first,
      probabilities: probabilities + 8 * first * shape.stride,
      part: scope.allocate(8 * weightCount(shape)),
    };
  });
}
