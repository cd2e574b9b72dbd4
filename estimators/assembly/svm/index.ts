/** The support vector machine's kernel. Hot loops are exported so that they stay functions of their own. */
export { dots } from './dots';
export { addRow, updateGradient } from './gradient';
export { roundedRow } from './kernel-function';
export { listTerms } from './list-terms';
export { mirror } from './mirror';
export { pack } from './pack';
export { predictRows, predictScratchBytes, transposeValues } from './predict';
export { heldScratchBytes, predictHeld, predictHeldGroup } from './predict-held';
export { multiply, multiplyScratchBytes } from './products';
export { gather } from './rows';
export { findSecond, findSecondRbf } from './second-sample';
export { arenaBytes } from './session';
export { trainPairs } from './train';
export { chunkSums, sumPixels } from './variance';
