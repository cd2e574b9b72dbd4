/** The kernel of the search for nearest neighbors. */
export { pack } from '../svm/pack';
export { distances, distancesScratchBytes } from '../neighbors/distances';
export { nearest, nearestScratchBytes } from '../neighbors/nearest';
export { packReals, realDistances } from '../neighbors/real-distances';
