import { GROUP } from '../../dist/kernels/records/rows.js';
import {
  LABELS,
  ONE_VS_ONE,
  ONE_VS_REST,
  PROBABILITIES,
  PROBABILITIES_AND_LABEL,
  VectorMachine,
} from '../../dist/kernels/records/svm.js';
import { svmKernel } from '../../dist/kernels/svm.js';
import { svmrealKernel } from '../../dist/kernels/svmreal.js';
import { checkMatrix } from '../check-data.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import { placeRecord } from '../compute/record.js';
import type { Work } from '../compute/work.js';
import { isPixels, type Matrix, toReals } from '../matrix.js';
import { consecutiveParts } from '../rows/packing.js';
import { pairCount, type SvcModel } from './model.js';
import { KERNEL_NUMBERS, packForKernel } from './solve/sample-set.js';

/** What to compute for a row. */
const OUTPUTS = {
  labels: LABELS,
  probabilities: PROBABILITIES,
  oneVsOne: ONE_VS_ONE,
  oneVsRest: ONE_VS_REST,
  probabilitiesAndLabel: PROBABILITIES_AND_LABEL,
};
type Output = keyof typeof OUTPUTS;

/** Kernel values a task: some milliseconds. */
const TASK_VALUES = 500_000;

/**
 * Runs a model over all rows of `samples`.
 * @returns the bytes of the result: a u8 a row for labels, else doubles, row-major.
 *
 * Throws a RangeError if the samples have another number of features than the model was fitted with, or one that is not
 * finite.
 */
export async function predictRows(
  model: SvcModel,
  samples: Matrix,
  output: Output,
  work: Work,
): Promise<Uint8Array<ArrayBuffer>> {
  const { compute } = work;
  const { supportVectors, classes } = model;
  checkMatrix(samples);
  const features = supportVectors.columns;
  if (samples.columns !== features) {
    throw new RangeError(
      `X has ${samples.columns} features, but SVC is expecting ${features} features as input: ` +
        'predict on samples with as many as the model was fitted with.',
    );
  }
  const rowBytes = resultBytes(classes.length, output);
  const taskRows = Math.ceil(TASK_VALUES / Math.max(supportVectors.rows, 1) / GROUP) * GROUP;
  const tasks = Array.from({ length: Math.ceil(samples.rows / taskRows) }, (_, task) => task * taskRows);
  const scope = compute.heap.scope();
  try {
    // What the model was fitted on and what it is asked may be made of different numbers; doubles are what both can be.
    const { kernel, data, machine, columns } =
      isPixels(supportVectors) && isPixels(samples)
        ? { kernel: svmKernel, data: samples.data, ...(await sharePixelMachine(model, scope, work)) }
        : { kernel: svmrealKernel, data: toReals(samples).data, ...shareRealMachine(model, scope) };
    const rows = scope.share(data);
    const out = scope.allocate(samples.rows * rowBytes);
    const scratchBytes = await compute.call(kernel, 'predictScratchBytes', features, columns, classes.length);
    const scratch = Array.from({ length: compute.threads }, () => scope.allocate(scratchBytes));
    await runLanes(tasks, work, (first, lane) =>
      compute.call(
        kernel,
        'predictRows',
        machine,
        rows + first * features * data.BYTES_PER_ELEMENT,
        Math.min(taskRows, samples.rows - first),
        scratch[lane]!,
        OUTPUTS[output],
        out + first * rowBytes,
      ),
    );
    return compute.heap.bytes(out, samples.rows * rowBytes).slice();
  } finally {
    scope.release();
  }
}

function resultBytes(classes: number, output: Output): number {
  if (output === 'labels') return 1;
  if (output === 'oneVsOne') return 8 * pairCount(classes);
  return 8 * (output === 'probabilitiesAndLabel' ? classes + 1 : classes);
}

/** A model in shared memory: the address of its record, and how many columns its vectors are packed in. */
interface SharedMachine {
  readonly machine: Address;
  readonly columns: number;
}

async function sharePixelMachine(model: SvcModel, scope: HeapScope, work: Work): Promise<SharedMachine> {
  const { supportVectors } = model;
  const quiet: Work = { compute: work.compute, signal: work.signal };
  const parts = consecutiveParts(supportVectors.rows);
  const { packed, norms, columns } = await packForKernel(supportVectors, parts, scope, quiet);
  return { machine: shareMachine(model, { packed, norms, columns }, scope), columns };
}

/** The vectors are rows of doubles as they are: it is the rows to predict that this kernel packs. */
function shareRealMachine(model: SvcModel, scope: HeapScope): SharedMachine {
  const { data, rows } = toReals(model.supportVectors);
  return { machine: shareMachine(model, { packed: scope.share(data), columns: rows }, scope), columns: rows };
}

function shareMachine(
  model: SvcModel,
  placed: { readonly packed: Address; readonly norms?: Address; readonly columns: number },
  scope: HeapScope,
): Address {
  const { supportVectors, classes, gamma, coef0, degree } = model;
  const { starts, vectors, coefficients } = pairTerms(model);
  // libsvm's rho; see SvcModel.intercept for the sign.
  const rho = model.intercept.map((intercept) => (classes.length === 2 ? intercept : -intercept));
  const fields = {
    ...placed,
    features: supportVectors.columns,
    kernel: KERNEL_NUMBERS[model.kernel],
    gamma,
    coef0,
    degree,
    classCount: classes.length,
    labels: scope.copy(classes),
    termStarts: scope.copy(starts),
    termVectors: scope.copy(vectors),
    termCoefficients: scope.copy(coefficients),
    rho: scope.copy(rho),
    probA: scope.copy(model.probA),
    probB: scope.copy(model.probB),
  };
  return placeRecord(VectorMachine, fields, scope);
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
