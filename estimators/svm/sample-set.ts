import type { Address } from '../compute/heap.js';
import type { Kernel } from '../compute/kernel.js';
import type { KernelGroup } from './kernel-groups.js';
import type { PackedGroup, PackedSamples } from './packing.js';
import { KERNEL_NUMBERS, type SampleSetRecord } from './records.js';

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

export function sampleSetRecord(samples: Samples, group: KernelGroup): SampleSetRecord {
  const { kernel, coef0, degree } = group.candidates[0]!;
  const features =
    'packed' in samples
      ? ([samples.images, samples.features, samples.packed, samples.order] as const)
      : ([0, samples.features, 0, 0] as const);
  const products =
    'packed' in samples
      ? ([0, 0, 0] as const)
      : ([samples.productColumns, samples.productRuns, samples.productRows] as const);
  return [...features, samples.norms, KERNEL_NUMBERS[kernel], group.gamma, coef0, degree, ...products];
}
