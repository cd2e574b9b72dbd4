/** The kernel of the search for nearest neighbors. */
export { pack } from '../svm/pack';
export { nearest, nearestScratchBytes } from './nearest';
