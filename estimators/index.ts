/**
 * The estimators alone, without the engine: `import { svc, openCompute } from 'restudy/estimators'`.
 * Names are scikit-learn's in camelCase; results are scikit-learn 1.2.1's.
 *
 * @module restudy/estimators
 */
export { type NearestCentroidModel, nearestCentroid } from './centroid/nearest-centroid.js';
export type { NearestCentroidParams } from './centroid/params.js';
export type { Classifier, FittedModel, Probabilities } from './classifier.js';
export { type Compute, openCompute } from './compute/compute.js';
export type { Work } from './compute/work.js';
export { type ExtraTreesModel, type ExtraTreesParams, extraTrees } from './forest/extra-trees.js';
export { featureImportances } from './forest/feature-importances.js';
export {
  type RandomForestModel,
  type RandomForestParams,
  randomForest,
} from './forest/random-forest.js';
export {
  type LinearDecisions,
  type LogisticRegressionModel,
  logisticDecisions,
  logisticRegression,
} from './linear/logistic-regression.js';
export type { LogisticRegressionParams } from './linear/params.js';
export {
  type Dataset,
  encodeLabels,
  head,
  isPixels,
  type Labels,
  type Matrix,
  type PixelDataset,
  type PixelMatrix,
  type RealDataset,
  type RealMatrix,
  type Split,
  take,
  toReals,
  type Values,
} from './matrix.js';
export { type Accuracy, accuracy } from './metrics/accuracy.js';
export { balancedAccuracy } from './metrics/balanced-accuracy.js';
export { type CalibrationCurve, calibrationCurve } from './metrics/calibration-curve.js';
export {
  type ClassificationReport,
  type ClassScores,
  classificationReport,
  f1Macro,
} from './metrics/classification-report.js';
export { confusionMatrix } from './metrics/confusion-matrix.js';
export { logLoss } from './metrics/log-loss.js';
export { type McNemarTest, mcNemarTest } from './metrics/mcnemar.js';
export { reportText } from './metrics/report-text.js';
export { type Interval, wilsonInterval } from './metrics/wilson-interval.js';
export { type CandidateResult, type GridResult, gridResult } from './model-selection/grid-result.js';
export { gridSearch } from './model-selection/grid-search.js';
export { type GridPoint, type ParameterValues, parameterGrid } from './model-selection/parameter-grid.js';
export { type ParameterDistributions, parameterSampler } from './model-selection/parameter-sampler.js';
export {
  type Candidate,
  type GridPlan,
  type GridUnit,
  planGrid,
  planPoints,
} from './model-selection/plan-grid.js';
export { randomizedSearch, type Sampling } from './model-selection/randomized-search.js';
export { scoreCandidates } from './model-selection/score-candidates.js';
export { SCORINGS, type Scoring } from './model-selection/scoring.js';
export { stratifiedKFold } from './model-selection/stratified-k-fold.js';
export { type SplitOptions, trainTestSplit } from './model-selection/train-test-split.js';
export { gaussianNb } from './naive-bayes/gaussian-nb.js';
export type { GaussianNbModel } from './naive-bayes/model.js';
export type { GaussianNbParams } from './naive-bayes/params.js';
export { type KNeighborsModel, kNeighbors } from './neighbors/k-neighbors.js';
export type { KNeighborsParams } from './neighbors/params.js';
export { deskew } from './preprocessing/deskew.js';
export type { Distribution } from './random/distributions.js';
export { RandomState } from './random/random-state.js';
export { type SvcModel, supportWeights } from './svm/model.js';
export type { SvcParams } from './svm/params.js';
export { type Decisions, decisionFunction, svc } from './svm/svc.js';
export { type DecisionTreeModel, type DecisionTreeParams, decisionTree } from './tree/decision-tree.js';
export { type ExpandedTree, expandTree } from './tree/expand-tree.js';
export { treeImportances } from './tree/feature-importances.js';
export { type AnyTree, type RealTree, type Tree, treeDepth } from './tree/tree.js';
export {
  type VotingClassifier,
  type VotingClassifiers,
  type VotingModel,
  type VotingParams,
  type VotingRule,
  voting,
  votingOf,
} from './voting/voting.js';
