export { growTree } from './grow';
export { markLeftOut, meanLeftOutShares } from './out-of-bag';
export { addShares, packTree } from './predict';
export { placeRows } from './place';
