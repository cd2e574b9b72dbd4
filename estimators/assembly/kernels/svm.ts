import { PixelSession } from '../svm/pixel-session';
import { trainQueue } from '../svm/train';

/** The support vector machine's kernel for pixels. Hot loops are exported so that they stay functions of their own. */
export { dots } from '../rows/dots';
export { addRow, updateGradient } from '../svm/gradient';
export { roundedRow } from '../svm/kernel-function';
export { listTerms } from '../svm/list-terms';
export { mirror } from '../svm/mirror';
export { packBytes } from '../rows/pack';
export { arenaBytes } from '../svm/pixel-session';
export { predictRows, predictScratchBytes, transposeValues } from '../svm/predict';
export { heldScratchBytes, predictHeld, predictHeldGroup } from '../svm/predict-held';
export { multiply, multiplyScratchBytes } from '../svm/products';
export { gather } from '../svm/rows';
export { findSecond, findSecondRbf } from '../svm/second-sample';
export { chunkSums, sumPixels } from '../rows/variance';

/** `trainQueue` on pixels. */
export function trainPairs(queue: usize, lane: usize, work: f64): i32 {
  return trainQueue<PixelSession>(queue, lane, work);
}
