import { PixelSession } from '../svm/pixels/pixel-session';
import { trainQueue } from '../svm/solve/train';

/** The support vector machine's kernel for pixels. Hot loops are exported so that they stay functions of their own. */
export { dots } from '../rows/dots';
export { addRow, updateGradient } from '../svm/solve/gradient';
export { roundedRow } from '../svm/kernel-function';
export { listTerms } from '../svm/predict/list-terms';
export { mirror } from '../svm/pixels/mirror';
export { packBytes } from '../rows/pack';
export { arenaBytes } from '../svm/pixels/pixel-session';
export { predictRows, predictScratchBytes, transposeValues } from '../svm/predict/predict';
export { heldScratchBytes, predictHeld, predictHeldGroup } from '../svm/predict/predict-held';
export { multiply, multiplyScratchBytes } from '../svm/pixels/products';
export { gather } from '../svm/solve/rows';
export { findSecond, findSecondRbf } from '../svm/solve/second-sample';
export { chunkSums, sumBytes } from '../rows/variance';

/** `trainQueue` on pixels. */
export function trainPairs(queue: usize, lane: usize, work: f64): i32 {
  return trainQueue<PixelSession>(queue, lane, work);
}
