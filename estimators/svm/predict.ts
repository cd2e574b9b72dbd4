import { svmKernel } from '../../dist/kernels/svm.js';
import { pixelsOf } from '../check-data.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { Matrix } from '../matrix.js';
import { pairCount, type SvcModel } from './model.js';
import { packSamples } from './packing.js';
import { consecutiveParts } from './parts.js';
import { KERNEL_NUMBERS, type MachineRecord } from './records.js';

/** What to compute for a row; the numbers are those of assembly/svm/predict.ts. */
export const OUTPUTS = {
  labels: 0,
  probabilities: 1,
  oneVsOne: 2,
  oneVsRest: 3,
  probabilitiesAndLabel: 4,
} as const;
export type Output = keyof typeof OUTPUTS;

/** Kernel values a task: some milliseconds. */
const TASK_VALUES = 500_000;
/** Rows that the kernel takes together. */
const GROUP_ROWS = 8;

/**
 * Runs a model over all rows of `images`.
 * @returns the bytes of the result: a u8 a row for labels, else doubles, row-major.
 *
 * Throws a RangeError if the images have another number of features than the model was fitted with.
 */
export async function predictRows(
  model: SvcModel,
  images: Matrix,
  output: Output,
  work: Work,
): Promise<Uint8Array<ArrayBuffer>> {
  const { compute } = work;
  const { supportVectors, classes } = model;
  const features = supportVectors.columns;
  if (images.columns !== features) {
    throw new RangeError(
      `X has ${images.columns} features, but SVC is expecting ${features} features as input: ` +
        'predict on images of the size that the model was fitted with.',
    );
  }
  const rowBytes = resultBytes(classes.length, output);
  const taskRows = Math.ceil(TASK_VALUES / Math.max(supportVectors.rows, 1) / GROUP_ROWS) * GROUP_ROWS;
  const tasks = Array.from({ length: Math.ceil(images.rows / taskRows) }, (_, task) => task * taskRows);
  const scope = compute.heap.scope();
  try {
    const { machine, columns } = await shareMachine(model, scope, work);
    const pixels = scope.share(pixelsOf(images).data);
    const out = scope.allocate(images.rows * rowBytes);
    const scratchBytes = await compute.call(
      svmKernel,
      'predictScratchBytes',
      features,
      columns,
      classes.length,
    );
    const scratch = Array.from({ length: compute.threads }, () => scope.allocate(scratchBytes));
    await runLanes(tasks, work, (first, lane) =>
      compute.call(
        svmKernel,
        'predictRows',
        machine,
        pixels + first * features,
        Math.min(taskRows, images.rows - first),
        scratch[lane]!,
        OUTPUTS[output],
        out + first * rowBytes,
      ),
    );
    return compute.heap.bytes(out, images.rows * rowBytes).slice();
  } finally {
    scope.release();
  }
}

function resultBytes(classes: number, output: Output): number {
  if (output === 'labels') return 1;
  if (output === 'oneVsOne') return 8 * pairCount(classes);
  return 8 * (output === 'probabilitiesAndLabel' ? classes + 1 : classes);
}

/** Puts a model in shared memory: the address of its record, and how many columns its vectors are packed in. */
async function shareMachine(
  model: SvcModel,
  scope: HeapScope,
  work: Work,
): Promise<{ machine: Address; columns: number }> {
  const { supportVectors, classes, gamma, coef0, degree } = model;
  const quiet: Work = { compute: work.compute, signal: work.signal };
  const { packed, norms, groups } = await packSamples(
    supportVectors,
    consecutiveParts(supportVectors.rows),
    scope,
    quiet,
  );
  const columns = groups.reduce((sum, group) => sum + group.columns, 0);
  const { starts, vectors, coefficients } = pairTerms(model);
  // libsvm's rho; see SvcModel.intercept for the sign.
  const rho = model.intercept.map((intercept) => (classes.length === 2 ? intercept : -intercept));
  const record: MachineRecord = [
    supportVectors.columns,
    packed,
    norms,
    columns,
    KERNEL_NUMBERS[model.kernel],
    gamma,
    coef0,
    degree,
    classes.length,
    scope.copy(classes),
    scope.copy(starts),
    scope.copy(vectors),
    scope.copy(coefficients),
    scope.copy(rho),
    scope.copy(model.probA),
    scope.copy(model.probB),
  ];
  return { machine: scope.copy(Float64Array.from(record)), columns };
}

/**
 * The terms of each pair's decision value in libsvm's order: the first class's support vectors, then the
 * second's. Those with a zero coefficient, which change no sum, are left out.
 */
function pairTerms({ classes, nSupport, dualCoef, support }: SvcModel) {
  const k = classes.length;
  const total = support.length;
  const sign = k === 2 ? -1 : 1;
  const firstOf = [0];
  for (const count of nSupport) firstOf.push(firstOf.at(-1)! + count);
  const starts = [0];
  const vectors: number[] = [];
  const coefficients: number[] = [];
  const addTerms = (own: number, row: number) => {
    for (let vector = firstOf[own]!; vector < firstOf[own + 1]!; vector++) {
      const coefficient = dualCoef[row * total + vector]!;
      if (coefficient === 0) continue;
      vectors.push(vector);
      coefficients.push(sign * coefficient);
    }
  };
  for (let i = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++) {
      addTerms(i, j - 1);
      addTerms(j, i);
      starts.push(vectors.length);
    }
  }
  return {
    starts: Uint32Array.from(starts),
    vectors: Uint32Array.from(vectors),
    coefficients: Float64Array.from(coefficients),
  };
}
