/**
 * The stages of the study that is shipped, to be placed in studies of one's own, and what flows between them:
 * `import { evaluate, fetch, split } from 'restudy/stages'`.
 *
 * Params have scikit-learn's names in camelCase; each stage's `params` checks them and fills in the defaults.
 *
 * @module restudy/stages
 */
export {
  dataDescription,
  dataset,
  exploration,
  gridScores,
  labels,
  model,
  probabilities,
  reportContent,
  scores,
  splitIndices,
  tunedParams,
} from './artifacts.js';
export { evaluate } from './content/evaluate.js';
export { report } from './content/report.js';
export { deskew } from './data/deskew.js';
export { explore } from './data/explore.js';
export { fetch } from './data/fetch.js';
export { split } from './data/split.js';
export type { DataDescription, Exploration, Scores } from './facts.js';
export { gridSearch } from './search/grid-search.js';
export { randomizedSearch } from './search/randomized-search.js';
export { trainExtraTrees } from './train/train-extra-trees.js';
export { trainGaussianNb } from './train/train-gaussian-nb.js';
export { trainKNeighbors } from './train/train-k-neighbors.js';
export { trainLogisticRegression } from './train/train-logistic-regression.js';
export { trainNearestCentroid } from './train/train-nearest-centroid.js';
export { trainRandomForest } from './train/train-random-forest.js';
export { trainSvc } from './train/train-svc.js';
export { vote } from './train/vote.js';
export { trainOn } from './train-on.js';
export { workOf } from './work.js';
