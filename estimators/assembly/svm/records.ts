/**
 * What the main thread hands to the kernel. A record is written as consecutive doubles, one a field, in the
 * order given here (estimators/svm/records.ts has the same lists); addresses and counts are exact in a double.
 */

/**
 * A kernel function, and the samples it is evaluated on. Read by all threads, written by none. Here the samples are
 * pixels; the kernel for doubles (svmreal/) has f64 for u8 in the rows and for u32 in the norms, and packs in blocks.
 */
@unmanaged
export class SampleSet {
  /** Address of the pixels: one row of `features` bytes a sample. */
  images: f64;
  features: f64;
  /** Address of the packed samples, see pack.ts. */
  packed: f64;
  /** Address of a u32 a packed column: the sample's row in `images`. */
  order: f64;
  /** Address of a u32 a packed column: the sample's squared length. */
  norms: f64;
  /** RBF, LINEAR or POLY of kernel-function.ts. */
  kernel: f64;
  gamma: f64;
  coef0: f64;
  degree: f64;
  /**
   * Addresses of three u32 a packed column, if the products of the samples are known already (products.ts): the
   * column of its products; how many columns from this one on have theirs one after the other; and the address of
   * its row of products. 0 if they are to be computed. Where they are known, `images`, `packed` and `order` are not
   * read.
   */
  productColumns: f64;
  productRuns: f64;
  productRows: f64;
}

/** Room for rows that the threads share, see shared-rows.ts. All of it but `data` is zero at first. */
@unmanaged
export class SharedRows {
  /** Address of an i32 a packed column. */
  states: f64;
  /** Address of an i32: units in use. */
  used: f64;
  /** Address of the rows, and how many units of 64 bytes there are. */
  data: f64;
  units: f64;
}

/** The pairs that are to be trained. Each thread takes the next one when it has finished its own. */
@unmanaged
export class PairQueue {
  /** Address of a u32 a pair: the PairJobs' addresses in the order in which they are taken; and their number. */
  jobs: f64;
  count: f64;
  /** Addresses of an i32: pairs that were taken, and pairs that are done. */
  taken: f64;
  done: f64;
}

/** What a thread trains pairs in, one after the other. */
@unmanaged
export class Lane {
  /** Memory that the pair owns while it is trained. */
  arena: f64;
  arenaBytes: f64;
  /** Address of the PairJob that is under way; 0 if there is none. */
  job: f64;
}

/** One pair of classes: the first is +1, the second -1. All candidates are solved on the same kernel rows. */
@unmanaged
export class PairJob {
  set: f64;
  /** Address of a SharedRows. */
  sharedRows: f64;
  /** Samples of a class, and the first and the number of its packed columns: a group of pack.ts. */
  firstCount: f64;
  firstColumn: f64;
  firstWidth: f64;
  secondCount: f64;
  secondColumn: f64;
  secondWidth: f64;
  /** Address and number of the candidates. */
  candidates: f64;
  candidateCount: f64;
  /** Whether a candidate wants probabilities: then rows of exact integers are kept too. */
  probability: f64;
}

/** One setting of the solver, and where its results go. */
@unmanaged
export class Candidate {
  /** The upper bound of every coefficient. */
  C: f64;
  tolerance: f64;
  /** Address of libsvm's permutation of the pair's samples (u32); 0 if no probabilities are wanted. */
  permutation: f64;
  /** Address of a double a sample of the pair: receives alpha * y. */
  coefficients: f64;
  rho: f64;
  iterations: f64;
  probA: f64;
  probB: f64;
  /** The largest coefficient (alpha) that there was at any time in its solves. */
  most: f64;
}

/** A fitted model, for prediction. Its support vectors are packed in the order of the model. */
@unmanaged
export class Machine {
  features: f64;
  packed: f64;
  norms: f64;
  /** Packed columns, in groups of PART; the last may be smaller. */
  columns: f64;
  kernel: f64;
  gamma: f64;
  coef0: f64;
  degree: f64;
  classCount: f64;
  /** Address of the labels, u8 a class. */
  labels: f64;
  /** Address of pairs + 1 u32: where each pair's terms start. */
  termStarts: f64;
  /** Address of the terms: a u32 each, the support vector's number, and a double each, its coefficient. */
  termVectors: f64;
  termCoefficients: f64;
  /** Addresses of a double a pair. */
  rho: f64;
  probA: f64;
  probB: f64;
}

/** The samples of a data set, class by class, and where their products with one another go. See products.ts. */
@unmanaged
export class Products {
  images: f64;
  features: f64;
  /** As in SampleSet; a group of packed samples a class. */
  packed: f64;
  order: f64;
  classCount: f64;
  /** Address of two u32 a class: the first of its columns, and how many there are. */
  groups: f64;
  /** Address of a u32 a column: the address of its row of products, less what the row lacks in front. */
  rows: f64;
}

/** Samples to predict, and the training samples of a fold. */
@unmanaged
export class Held {
  /** Address of the SampleSet with the training samples, and their number. */
  set: f64;
  columns: f64;
  /**
   * Addresses of a u32 a sample to predict: the column and the row of its products, as in SampleSet, and the first
   * training column of its class.
   */
  productColumns: f64;
  productRows: f64;
  ownColumns: f64;
}
