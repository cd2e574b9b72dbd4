import { LINEAR, POLY, RBF, type SampleSet } from '../../dist/kernels/records/svm.js';
import type { Address } from '../compute/heap.js';
import type { Kernel } from '../compute/kernel.js';
import type { FieldsOf } from '../compute/record.js';
import type { KernelGroup } from './kernel-groups.js';
import type { PackedGroup, PackedSamples } from './packing.js';
import type { SvcParams } from './params.js';

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

/** Samples to train on: their kernel multiplies their features, or knows their products. */
export type Samples = PackedSamples | KnownSamples;

/** The kernel function of a group, and the samples to evaluate it on. */
export function sampleSet(samples: Samples, { candidates, gamma }: KernelGroup): FieldsOf<typeof SampleSet> {
  const { kernel, coef0, degree } = candidates[0]!;
  const { features, norms } = samples;
  const common = { features, norms, kernel: KERNEL_NUMBERS[kernel], gamma, coef0, degree };
  if ('packed' in samples) {
    const { images, packed, order } = samples;
    return { ...common, images, packed, order };
  }
  const { productColumns, productRuns, productRows } = samples;
  return { ...common, productColumns, productRuns, productRows };
}
