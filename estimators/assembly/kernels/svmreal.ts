import { trainQueue } from '../svm/train';
import { RealSession } from '../svmreal/real-session';

/**
 * The support vector machine's kernel for real samples: the solver, the probabilities and the decisions of svm/ on
 * kernel values of its own. Hot loops are exported so that they stay functions of their own.
 */
export { addRow, updateGradient } from '../svm/gradient';
export { gather } from '../svm/rows';
export { findSecond, findSecondRbf } from '../svm/second-sample';
export { packReals } from '../rows/blocks';
export { evaluateAll, roundedRow } from '../svmreal/kernel-values';
export { predictRows, predictScratchBytes } from '../svmreal/predict';
export { arenaBytes } from '../svmreal/real-session';
export { distances, products, productsOfTerms } from '../rows/sums';
export { chunkSquares, chunkSums } from '../svmreal/variance';

/** `trainQueue` on real samples. */
export function trainPairs(queue: usize, lane: usize, work: f64): i32 {
  return trainQueue<RealSession>(queue, lane, work);
}
