/** The kernel of the search for nearest neighbors. */
export { pack } from '../svm/pack';
export { distances, distancesScratchBytes } from './distances';
export { nearest, nearestScratchBytes } from './nearest';
export { packReals, realDistances } from './real-distances';
