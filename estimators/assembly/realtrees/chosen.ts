import { gini } from '../forest/impurity';

// The best split of a node so far: scikit-learn's score of it, which must be computed as it stands (forest/score.ts).

/** No split is better than one that leaves both sides pure. */
const PERFECT: f64 = 0;

let best: f64 = -Infinity;
/** The feature (-1 for none); `x <= threshold` goes left, which is what has at most `cut` in the feature's column. */
export let feature: i32 = -1;
export let threshold: f64 = 0;
export let cut: u32 = 0;

export function startChoice(): void {
  best = -Infinity;
  feature = -1;
}

/** Whether nothing that is still to come can be better. */
@inline
export function isPerfect(): bool {
  return best >= PERFECT;
}

/** The score of a split with these weights and sums of squares of class weights on its sides. */
@inline
export function scoreOf(leftWeight: f64, rightWeight: f64, leftSquares: f64, rightSquares: f64): f64 {
  return -rightWeight * gini(rightSquares, rightWeight) - leftWeight * gini(leftSquares, leftWeight);
}

/** Whether a split is better than the best so far: the first of equals is kept. */
@inline
export function isBetter(score: f64): bool {
  return score > best;
}

export function choose(score: f64, candidate: i32, cutAt: u32, thresholdAt: f64): void {
  best = score;
  feature = candidate;
  cut = cutAt;
  threshold = thresholdAt;
}
