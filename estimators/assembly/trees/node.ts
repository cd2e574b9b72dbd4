// The node that is being split, and its best split so far.

/** Where the node's samples are, and how many distinct ones there are. */
export let samples: usize = 0;
export let count: i32 = 0;
/** Its weight, and the sum of the squares of its class weights. */
export let weight: i64 = 0;
export let squares: i64 = 0;

/** The split's score. */
export let best: f64 = -Infinity;
/** Its feature (-1 for none): what has at most `cut` in the feature's column goes left, which is what `threshold` says. */
export let feature: i32 = -1;
export let cut: u32 = 0;
export let threshold: f64 = 0;

/** No split is better than one that leaves both sides pure. */
const PERFECT: f64 = 0;

export function enterNode(nodeSamples: usize, nodeCount: i32, nodeWeight: i64, nodeSquares: i64): void {
  samples = nodeSamples;
  count = nodeCount;
  weight = nodeWeight;
  squares = nodeSquares;
  best = -Infinity;
  feature = -1;
}

/** Whether nothing that is still to come can be better. */
@inline
export function isPerfect(): bool {
  return best >= PERFECT;
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
