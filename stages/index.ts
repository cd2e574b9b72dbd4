/**
 * The stages of the study that is shipped, to be placed in studies of one's own, and what flows between them:
 * `import { evaluate, fetch, split } from 'restudy/stages'`.
 *
 * Params have scikit-learn's names in camelCase; each stage's `params` checks them and fills in the defaults.
 *
 * @module restudy/stages
 */
export {
  type DataDescription,
  dataDescription,
  dataset,
  type Exploration,
  exploration,
  gridScores,
  labels,
  model,
  probabilities,
  reportContent,
  type Scores,
  scores,
  splitIndices,
  tunedParams,
} from './artifacts.js';
export { deskew } from './deskew.js';
export { evaluate } from './evaluate.js';
export { explore } from './explore.js';
export { fetch } from './fetch.js';
export { gridSearch } from './grid-search.js';
export { trainOn } from './params.js';
export { randomizedSearch } from './randomized-search.js';
export { report } from './report.js';
export { split } from './split.js';
export { trainExtraTrees } from './train-extra-trees.js';
export { trainGaussianNb } from './train-gaussian-nb.js';
export { trainKNeighbors } from './train-k-neighbors.js';
export { trainLogisticRegression } from './train-logistic-regression.js';
export { trainNearestCentroid } from './train-nearest-centroid.js';
export { trainRandomForest } from './train-random-forest.js';
export { trainSvc } from './train-svc.js';
export { vote } from './vote.js';
export { workOf } from './work.js';
