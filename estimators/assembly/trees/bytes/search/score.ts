import { scoreOf } from '../../impurity';
import * as node from '../../node';

// Whether a split is better than the best of the node so far (node.ts).
//
// scikit-learn's score is -wr gini(right) - wl gini(left) with gini = 1 - sum c^2 / w^2 (impurity.ts). It is nearly
// sr / wr + sl / wl - w, where s is a side's sum of squares; without dividing, it can reach `best` only where
// sr wl + sl wr >= (best + w) wr wl. The test leaves room for rounding, and what fails it needs no exact score.
//
// A feature's positions come from its highest value to its lowest, so that zeros, which are most pixels, need
// not be counted. scikit-learn goes upwards and keeps the first of equal scores; so here the last of a feature's
// equal scores is kept, but among features the first drawn.

let nodeWeight: f64 = 0;
let reach: f64 = -Infinity;
let featureBest: f64 = -Infinity;
let featureHigh: i32 = 0;

/** Relative to the weight of a node; its rounding errors are below 1e-14. */
const ROOM: f64 = 1e-11;

export function startNode(weight: f64): void {
  nodeWeight = weight;
  reach = -Infinity;
}

export function startFeature(): void {
  featureBest = -Infinity;
}

/** (best + w) of the test above. It may rise with each call of `consider`. */
@inline
export function reachToBeat(): f64 {
  return reach;
}

/** Takes a split of the current feature into account that passed the test. */
export function consider(
  rightWeight: f64,
  leftWeight: f64,
  rightSquares: f64,
  leftSquares: f64,
  lowestRight: i32,
): void {
  const score = scoreOf(leftWeight, rightWeight, leftSquares, rightSquares);
  if (score >= featureBest) {
    featureBest = score;
    featureHigh = lowestRight;
    if (score > node.best) reach = score + nodeWeight - ROOM * nodeWeight;
  }
}

export function endFeature(candidate: i32): void {
  if (node.isBetter(featureBest)) node.choose(featureBest, candidate, featureHigh - 1, 0);
}
