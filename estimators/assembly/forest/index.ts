// `collect` is exported so that the optimiser leaves it a function of its own: inlined into its only caller, its
// loop runs out of registers.
export { collect } from './collect';
export { growTree } from './grow';
export { markLeftOut, meanLeftOutShares } from './out-of-bag';
export { placeRows } from './place';
export { addShares, packTree } from './predict';
