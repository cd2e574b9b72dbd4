import {
  decisionTree,
  extraTrees,
  gaussianNb,
  kNeighbors,
  logisticRegression,
  nearestCentroid,
  randomForest,
  svc,
  voting,
} from '../../../estimators/index.js';
import type { ClassifierCase } from './case.js';

const BELOW_TWO = 'The number of classes has to be greater than one; got 1 class';
const SEED = ['randomState', -1] as const;

/** The classifiers of the library, each with what its contract has to know. */
export const cases: Readonly<Record<string, ClassifierCase>> = {
  svc: {
    classifier: svc,
    params: { probability: true, randomState: 1 },
    otherParams: { C: 1e-4, kernel: 'linear' },
    outOfRange: [
      ['C', 0],
      ['degree', -1],
      ['coef0', Number.POSITIVE_INFINITY],
      ['tol', 0],
      ['gamma', 0],
      SEED,
    ],
    refuses: { oneClass: BELOW_TWO },
    predictsBy: 'votes',
  },
  randomForest: {
    classifier: randomForest,
    params: { nEstimators: 7, randomState: 1 },
    otherParams: { nEstimators: 4, maxDepth: 3, randomState: 1 },
    outOfRange: [
      ['nEstimators', 0],
      ['maxDepth', 0],
      ['minSamplesSplit', 1],
      ['minSamplesLeaf', 0.5],
      ['maxFeatures', -1],
      SEED,
    ],
    refuses: {},
  },
  extraTrees: {
    classifier: extraTrees,
    params: { nEstimators: 7, randomState: 1 },
    otherParams: { nEstimators: 4, maxDepth: 3, bootstrap: true, randomState: 1 },
    outOfRange: [
      ['nEstimators', 0],
      ['maxDepth', 0],
      ['minSamplesSplit', 1],
      ['minSamplesLeaf', 0.5],
      ['maxFeatures', -1],
      SEED,
    ],
    refuses: {},
  },
  decisionTree: {
    classifier: decisionTree,
    params: { randomState: 1, maxDepth: 4 },
    otherParams: { randomState: 2, minSamplesLeaf: 3 },
    outOfRange: [['maxDepth', 0], ['minSamplesSplit', 1], ['minSamplesLeaf', 0], ['maxFeatures', 1.5], SEED],
    refuses: {},
  },
  'voting, soft': {
    classifier: voting({ svc, randomForest }),
    params: {
      voting: 'soft',
      estimators: {
        svc: { probability: true, randomState: 1 },
        randomForest: { nEstimators: 5, randomState: 1 },
      },
    },
    otherParams: { voting: 'hard', estimators: { randomForest: { randomState: 1, nEstimators: 2 } } },
    outOfRange: [],
    refuses: { oneClass: BELOW_TWO },
  },
  'voting, hard': {
    classifier: voting({ kNeighbors, nearestCentroid }),
    params: { estimators: { kNeighbors: { nNeighbors: 2 } }, weights: [1, 2] },
    otherParams: { estimators: { kNeighbors: { nNeighbors: 1 } } },
    outOfRange: [],
    refuses: { oneClass: BELOW_TWO },
  },
  kNeighbors: {
    classifier: kNeighbors,
    params: { nNeighbors: 2, weights: 'distance' },
    otherParams: { nNeighbors: 9 },
    outOfRange: [
      ['nNeighbors', 0],
      ['nNeighbors', 2.5],
    ],
    refuses: {},
  },
  nearestCentroid: {
    classifier: nearestCentroid,
    params: {},
    otherParams: {},
    outOfRange: [],
    refuses: { oneClass: BELOW_TWO },
  },
  gaussianNb: {
    classifier: gaussianNb,
    params: { varSmoothing: 0.01 },
    otherParams: { varSmoothing: 0.5 },
    outOfRange: [
      ['varSmoothing', -1e-9],
      ['varSmoothing', Number.NaN],
    ],
    refuses: { constantImages: 'The variance of feature 0 in class 3 is 0' },
  },
  logisticRegression: {
    classifier: logisticRegression,
    params: { C: 1e-3, tol: 1e-3 },
    otherParams: { C: 1e-5, maxIter: 2 },
    outOfRange: [
      ['C', 0],
      ['maxIter', 0],
      ['tol', 0],
    ],
    refuses: { oneClass: 'at least 2 classes; got 1' },
  },
};
