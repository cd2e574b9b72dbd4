import { PixelSession } from './pixel-session';
import { trainQueue } from './train';

/** The support vector machine's kernel for pixels. Hot loops are exported so that they stay functions of their own. */
export { dots } from './dots';
export { addRow, updateGradient } from './gradient';
export { roundedRow } from './kernel-function';
export { listTerms } from './list-terms';
export { mirror } from './mirror';
export { pack } from './pack';
export { arenaBytes } from './pixel-session';
export { predictRows, predictScratchBytes, transposeValues } from './predict';
export { heldScratchBytes, predictHeld, predictHeldGroup } from './predict-held';
export { multiply, multiplyScratchBytes } from './products';
export { gather } from './rows';
export { findSecond, findSecondRbf } from './second-sample';
export { chunkSums, sumPixels } from './variance';

/** `trainQueue` on pixels. */
export function trainPairs(queue: usize, lane: usize, work: f64): i32 {
  return trainQueue<PixelSession>(queue, lane, work);
}
