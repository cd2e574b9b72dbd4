// The best split of a node so far, and whether another one is better.
//
// scikit-learn's score is -wr gini(right) - wl gini(left) with gini = 1 - sum c^2 / w^2, and it must be computed
// as it stands, since another form rounds differently and grows a different tree. It is nearly
// sr / wr + sl / wl - w, where s is a side's sum of squares; without dividing, it can reach `best` only where
// sr wl + sl wr >= (best + w) wr wl. The test leaves room for rounding, and what fails it needs no exact score.
//
// A feature's positions come from its highest value to its lowest, so that zeros, which are most pixels, need
// not be counted. scikit-learn goes upwards and keeps the first of equal scores; so here the last of a feature's
// equal scores is kept, but among features the first drawn.

/** The score, the feature (-1 for none) and the lowest value on the right of the node's best split. */
export let best: f64 = -Infinity;
export let feature: i32 = -1;
export let high: i32 = 0;

let nodeWeight: f64 = 0;
let reach: f64 = -Infinity;
let featureBest: f64 = -Infinity;
let featureHigh: i32 = 0;

/** Relative to the weight of a node; its rounding errors are below 1e-14. */
const ROOM: f64 = 1e-11;

export function startNode(weight: f64): void {
  nodeWeight = weight;
  best = -Infinity;
  feature = -1;
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
  const giniRight = 1.0 - rightSquares / (rightWeight * rightWeight);
  const giniLeft = 1.0 - leftSquares / (leftWeight * leftWeight);
  const score = -rightWeight * giniRight - leftWeight * giniLeft;
  if (score >= featureBest) {
    featureBest = score;
    featureHigh = lowestRight;
    if (score > best) reach = score + nodeWeight - ROOM * nodeWeight;
  }
}

export function endFeature(candidate: i32): void {
  if (featureBest > best) {
    best = featureBest;
    feature = candidate;
    high = featureHigh;
  }
}
