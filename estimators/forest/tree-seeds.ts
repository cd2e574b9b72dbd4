import { MAX_CHILD_SEED, RandomState } from '../random/random-state.js';

/**
 * The seeds of a forest's trees: what scikit-learn's `_set_random_states` draws for each, in order. The seeds
 * of a smaller forest are the first of a larger one's.
 */
export function treeSeeds(randomState: number, nEstimators: number): number[] {
  const stream = new RandomState(randomState);
  return Array.from({ length: nEstimators }, () => stream.randint(0, MAX_CHILD_SEED));
}
