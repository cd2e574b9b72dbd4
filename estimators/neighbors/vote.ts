import { pairwiseSum } from '../metrics/pairwise-sum.js';
import type { KNeighborsParams } from './params.js';

/** How much each neighbor of a query counts (scikit-learn's `_get_weights`): those at distance 0, if any, alone. */
export function neighborWeights(
  squaredDistances: ArrayLike<number>,
  weights: KNeighborsParams['weights'],
): Float64Array {
  const all = Float64Array.from(squaredDistances);
  if (weights === 'uniform') return all.fill(1);
  if (all.includes(0)) return all.map((squared) => (squared === 0 ? 1 : 0));
  return all.map((squared) => 1 / Math.sqrt(squared));
}

/**
 * The class with the most votes, the first of equals. A class's votes are added as NumPy does in `weighted_mode`: over
 * all neighbors, others' votes being 0.
 */
export function mostVotedClass(codes: Uint8Array, weights: Float64Array, classes: number): number {
  let best = 0;
  let most = 0;
  for (let code = 0; code < classes; code++) {
    const votes = pairwiseSum(weights.map((weight, place) => (codes[place] === code ? weight : 0)));
    if (votes > most) {
      most = votes;
      best = code;
    }
  }
  return best;
}

/** Each class's share of the votes, written to `out` (one number a class), as `predict_proba` adds them. */
export function voteShares(codes: Uint8Array, weights: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (const [place, code] of codes.entries()) out[code]! += weights[place]!;
  const total = pairwiseSum(out);
  for (let code = 0; code < out.length; code++) out[code]! /= total;
}
