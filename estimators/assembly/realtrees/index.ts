/** The kernel that grows trees on doubles, with the best splits or with random ones, and takes doubles through trees. */
export { rankInBytes } from './byte-ranks';
export { keyColumn, rankColumn } from './place';
export { growRandomTree, growTree } from './grow';
export { meanLeftOutShares } from './out-of-bag';
export { addShares, packTree } from './predict';
