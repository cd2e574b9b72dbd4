import { RealSession } from '../svm/reals/real-session';
import { trainQueue } from '../svm/solve/train';

/**
 * The support vector machine's kernel for real samples: the solver, the probabilities and the decisions of svm/ on
 * kernel values of its own. Hot loops are exported so that they stay functions of their own.
 */
export { addRow, updateGradient } from '../svm/solve/gradient';
export { gather } from '../svm/solve/rows';
export { findSecond, findSecondRbf } from '../svm/solve/second-sample';
export { packReals } from '../rows/blocks';
export { evaluateAll, roundedRow } from '../svm/reals/kernel-values';
export { predictRows, predictScratchBytes } from '../svm/reals/predict';
export { arenaBytes } from '../svm/reals/real-session';
export { distances, products, productsOfTerms } from '../rows/sums';
export { chunkSquares, chunkSums } from '../svm/reals/variance';

/** `trainQueue` on real samples. */
export function trainPairs(queue: usize, lane: usize, work: f64): i32 {
  return trainQueue<RealSession>(queue, lane, work);
}
