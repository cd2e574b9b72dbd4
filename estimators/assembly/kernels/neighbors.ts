/** The kernel of the search for nearest neighbors. */
export { packReals } from '../rows/blocks';
export { packBytes } from '../rows/pack';
export { distances, distancesScratchBytes } from '../neighbors/distances';
export { nearest, nearestScratchBytes } from '../neighbors/nearest';
export { realDistances } from '../neighbors/real-distances';
