import { LINEAR, POLY, RBF, type SampleSet } from '../../../dist/kernels/records/svm.js';
import { svmKernel } from '../../../dist/kernels/svm.js';
import { svmrealKernel } from '../../../dist/kernels/svmreal.js';
import type { Address, HeapScope } from '../../compute/heap.js';
import type { Kernel } from '../../compute/kernel.js';
import type { FieldsOf } from '../../compute/record.js';
import type { Work } from '../../compute/work.js';
import { isPixels, type Matrix } from '../../matrix.js';
import { type PackedGroup, type PackedSamples, packSamples } from '../../rows/packing.js';
import type { SvcParams } from '../params.js';
import type { KernelGroup } from './kernel-groups.js';

/** The kernel functions' numbers in the kernel. */
export const KERNEL_NUMBERS: Readonly<Record<SvcParams['kernel'], number>> = {
  rbf: RBF,
  linear: LINEAR,
  poly: POLY,
};

/** Samples whose products with one another are known already. */
export interface KnownSamples {
  readonly kernel: Kernel;
  readonly features: number;
  readonly norms: Address;
  readonly groups: readonly PackedGroup[];
  /** Addresses of a u32 a column each, see assembly/svm/records.ts. */
  readonly productColumns: Address;
  readonly productRuns: Address;
  readonly productRows: Address;
}

/** Samples that are packed for the kernel for pixels or for doubles, whichever they are. */
export interface MultipliedSamples extends PackedSamples {
  readonly kernel: Kernel;
}

/** Packs rows of a matrix, group by group: see `packSamples`. */
export async function packForKernel(
  matrix: Matrix,
  groups: readonly Uint32Array[],
  scope: HeapScope,
  work: Work,
): Promise<MultipliedSamples> {
  const kernel = isPixels(matrix) ? svmKernel : svmrealKernel;
  const who = 'A support vector machine';
  return { ...(await packSamples(matrix, groups, { kernel, who }, scope, work)), kernel };
}

/** Samples to train on: their kernel multiplies their features, or knows their products. */
export type Samples = MultipliedSamples | KnownSamples;

/** The kernel function of a group, and the samples to evaluate it on. */
export function sampleSet(samples: Samples, { candidates, gamma }: KernelGroup): FieldsOf<typeof SampleSet> {
  const { kernel, coef0, degree } = candidates[0]!;
  const { features, norms } = samples;
  const common = { features, norms, kernel: KERNEL_NUMBERS[kernel], gamma, coef0, degree };
  if ('packed' in samples) {
    const { source, packed, order } = samples;
    return { ...common, source, packed, order };
  }
  const { productColumns, productRuns, productRows } = samples;
  return { ...common, productColumns, productRuns, productRows };
}
