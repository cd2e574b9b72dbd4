import type { Probabilities } from '../classifier.js';
import type { Labels } from '../matrix.js';
import { pairwiseSum } from '../metrics/pairwise-sum.js';

/** One weight a member, or null where all count the same. */
export type Weights = readonly number[] | null;

/**
 * The mean of the members' probabilities, added in the members' order: the bits of
 * `np.average(probabilities, axis=0, weights=weights)`. Every member has the same rows and columns.
 */
export function averageProbabilities(members: readonly Probabilities[], weights: Weights): Probabilities {
  const { rows, columns } = members[0]!;
  const data = new Float64Array(rows * columns);
  for (const [m, member] of members.entries()) {
    const weight = weights ? weights[m]! : 1;
    for (let i = 0; i < data.length; i++) data[i]! += member.data[i]! * weight;
  }
  const divisor = weights ? pairwiseSum(weights) : members.length;
  for (let i = 0; i < data.length; i++) data[i]! /= divisor;
  return { data, rows, columns };
}

/**
 * The label that most members predict for each sample, or the one of the greatest weight; the lowest of equals
 * (`np.argmax(np.bincount(predictions, weights))` per sample).
 */
export function mostVoted(predictions: readonly Labels[], weights: Weights): Labels {
  const votes = new Float64Array(256);
  return Uint8Array.from({ length: predictions[0]!.length }, (_, sample) => {
    votes.fill(0);
    for (const [m, labels] of predictions.entries()) votes[labels[sample]!]! += weights ? weights[m]! : 1;
    return votes.indexOf(Math.max(...votes));
  });
}
