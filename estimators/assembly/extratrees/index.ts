/** The kernel that grows trees with random splits. */
export { growTree } from './grow';
