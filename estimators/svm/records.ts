import type { Address } from '../compute/heap.js';

/** The kernel functions' numbers in the WebAssembly kernel (assembly/svm/kernel-function.ts). */
export const KERNEL_NUMBERS = { rbf: 0, linear: 1, poly: 2 } as const;

/**
 * Records that the kernel reads: consecutive doubles in the order of these tuples. The meaning of each field is
 * in assembly/svm/records.ts, which has the same order.
 */
export type SampleSetRecord = [
  images: Address,
  features: number,
  packed: Address,
  order: Address,
  norms: Address,
  kernel: number,
  gamma: number,
  coef0: number,
  degree: number,
  productColumns: Address,
  productRuns: Address,
  productRows: Address,
];

export type SharedRowsRecord = [states: Address, used: Address, data: Address, units: number];

export type PairQueueRecord = [jobs: Address, count: number, taken: Address, done: Address];

export type LaneRecord = [arena: Address, arenaBytes: number, job: Address];

export type PairJobRecord = [
  set: Address,
  sharedRows: Address,
  firstCount: number,
  firstColumn: number,
  firstWidth: number,
  secondCount: number,
  secondColumn: number,
  secondWidth: number,
  candidates: Address,
  candidateCount: number,
  probability: number,
];

export type CandidateRecord = [
  C: number,
  tolerance: number,
  permutation: Address,
  coefficients: Address,
  rho: number,
  iterations: number,
  probA: number,
  probB: number,
  most: number,
];

export type MachineRecord = [
  features: number,
  packed: Address,
  norms: Address,
  columns: number,
  kernel: number,
  gamma: number,
  coef0: number,
  degree: number,
  classCount: number,
  labels: Address,
  termStarts: Address,
  termVectors: Address,
  termCoefficients: Address,
  rho: Address,
  probA: Address,
  probB: Address,
];

export type ProductsRecord = [
  images: Address,
  features: number,
  packed: Address,
  order: Address,
  classCount: number,
  groups: Address,
  rows: Address,
];

export type HeldRecord = [
  set: Address,
  columns: number,
  productColumns: Address,
  productRows: Address,
  ownColumns: Address,
];
