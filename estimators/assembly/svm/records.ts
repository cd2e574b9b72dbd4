/**
 * What the main thread hands to the kernel, and numbers that both go by. The build makes TypeScript's side of it
 * (scripts/kernel-records.mjs). A field with an initial value is one that the kernel writes, or that may be missing.
 */

/** The kernel functions: see kernel-function.ts. */
export const RBF: i32 = 0;
export const LINEAR: i32 = 1;
export const POLY: i32 = 2;

/**
 * What is written for a row: its label (u8), or k probabilities, or a decision value a pair, or one a class, or k
 * probabilities and then the label (as f64).
 */
export const LABELS: i32 = 0;
export const PROBABILITIES: i32 = 1;
export const ONE_VS_ONE: i32 = 2;
export const ONE_VS_REST: i32 = 3;
export const PROBABILITIES_AND_LABEL: i32 = 4;


/**
 * A kernel function, and the samples it is evaluated on. Read by all threads, written by none. Here the samples are
 * bytes; the kernel for doubles (reals/) has f64 for u8 in the rows and for u32 in the norms, and packs in blocks.
 */
@unmanaged
export class SampleSet {
  /** Address of the samples as they come: one row of `features` bytes a sample. */
  source: usize = 0;
  features: u32;
  /** Address of the packed samples, see pack.ts. */
  packed: usize = 0;
  /** Address of a u32 a packed column: the sample's row in `source`. */
  order: usize = 0;
  /** Address of a u32 a packed column: the sample's squared length. */
  norms: usize;
  /** RBF, LINEAR or POLY. */
  kernel: i32;
  gamma: f64;
  coef0: f64;
  degree: i32;
  /**
   * Addresses of three u32 a packed column, if the products of the samples are known already (products.ts): the
   * column of its products; how many columns from this one on have theirs one after the other; and the address of
   * its row of products. 0 if they are to be computed. Where they are known, `source`, `packed` and `order` are not
   * read.
   */
  productColumns: usize = 0;
  productRuns: usize = 0;
  productRows: usize = 0;
}

/** Room for rows that the threads share, see shared-rows.ts. All of it but `data` is zero at first. */
@unmanaged
export class SharedRows {
  /** Address of an i32 a packed column. */
  states: usize;
  /** Address of an i32: units in use. */
  used: usize;
  /** Address of the rows, and how many units of 64 bytes there are. */
  data: usize;
  units: i32;
}

/** The pairs that are to be trained. Each thread takes the next one when it has finished its own. */
@unmanaged
export class PairQueue {
  /** Address of a u32 a pair: the PairJobs' addresses in the order in which they are taken; and their number. */
  jobs: usize;
  count: i32;
  /** Addresses of an i32: pairs that were taken, and pairs that are done. */
  taken: usize;
  done: usize;
}

/** What a thread trains pairs in, one after the other. */
@unmanaged
export class Lane {
  /** Memory that the pair owns while it is trained. */
  arena: usize;
  arenaBytes: usize;
  /** Address of the PairJob that is under way; 0 if there is none. */
  job: usize = 0;
}

/** One pair of classes: the first is +1, the second -1. All candidates are solved on the same kernel rows. */
@unmanaged
export class PairJob {
  set: usize;
  /** Address of a SharedRows. */
  sharedRows: usize;
  /** Samples of a class, and the first and the number of its packed columns: a group of pack.ts. */
  firstCount: i32;
  firstColumn: u32;
  firstWidth: i32;
  secondCount: i32;
  secondColumn: u32;
  secondWidth: i32;
  /** Address and number of the candidates. */
  candidates: usize;
  candidateCount: i32;
  /** Whether a candidate wants probabilities: then rows of exact integers are kept too. */
  probability: i32;
}

/** One setting of the solver, and where its results go. */
@unmanaged
export class Candidate {
  /** The upper bound of every coefficient. */
  C: f64;
  tolerance: f64;
  /** Address of libsvm's permutation of the pair's samples (u32); 0 if no probabilities are wanted. */
  permutation: usize;
  /** Address of a double a sample of the pair: receives alpha * y. */
  coefficients: usize;
  rho: f64 = 0;
  iterations: i32 = 0;
  probA: f64 = 0;
  probB: f64 = 0;
  /** The largest coefficient (alpha) that there was at any time in its solves. */
  most: f64 = 0;
}

@inline
export function candidateAt(job: PairJob, index: i32): Candidate {
  return changetype<Candidate>(job.candidates + <usize>index * offsetof<Candidate>());
}

/** What decides by kernel values: the terms of each pair of classes. Vectors are numbered in the order of their columns. */
@unmanaged
export class Machine {
  classCount: i32;
  /** Address of the labels, u8 a class. */
  labels: usize;
  /** Address of pairs + 1 u32: where each pair's terms start. */
  termStarts: usize;
  /** Address of the terms: a u32 each, the support vector's number, and a double each, its coefficient. */
  termVectors: usize;
  termCoefficients: usize;
  /** Addresses of a double a pair. There are no probabilities where there is no probA and probB. */
  rho: usize;
  probA: usize = 0;
  probB: usize = 0;
}

/** A fitted model, for prediction: a machine with its kernel function and its support vectors. */
@unmanaged
export class VectorMachine extends Machine {
  features: u32;
  /** The vectors packed in groups of PART, the last of which may be smaller; of doubles, the rows as they are. */
  packed: usize;
  /** As in SampleSet. Doubles need none. */
  norms: usize = 0;
  /** Packed columns; of doubles, rows. */
  columns: u32;
  kernel: i32;
  degree: i32;
  gamma: f64;
  coef0: f64;
}

/** The samples of a data set, class by class, and where their products with one another go. See products.ts. */
@unmanaged
export class Products {
  source: usize;
  features: u32;
  /** As in SampleSet; a group of packed samples a class. */
  packed: usize;
  order: usize;
  classCount: i32;
  /** Address of two u32 a class: the first of its columns, and how many there are. */
  groups: usize;
  /** Address of a u32 a column: the address of its row of products, less what the row lacks in front. */
  rows: usize;
}

/** Samples to predict, and the training samples of a fold. */
@unmanaged
export class Held {
  /** Address of the SampleSet with the training samples, and their number. */
  set: usize;
  columns: u32;
  /**
   * Addresses of a u32 a sample to predict: the column and the row of its products, as in SampleSet, and the first
   * training column of its class.
   */
  productColumns: usize;
  productRows: usize;
  ownColumns: usize;
}
