import type { RandomState } from './random-state.js';

/**
 * `nSamples` of the integers 0 to nPopulation - 1, none twice: the very ones, in their order, of scikit-learn 1.2.1's
 * `sample_without_replacement` with its method 'auto'. A middling share is the head of a permutation, a small one is
 * drawn until there are enough different ones, and for nearly all of them a reservoir is filled.
 *
 * Throws a RangeError unless 0 <= nSamples <= nPopulation < 2^32, in whole numbers.
 */
export function sampleWithoutReplacement(
  nPopulation: number,
  nSamples: number,
  random: RandomState,
): Uint32Array {
  if (!Number.isInteger(nPopulation) || nPopulation < 0 || nPopulation > 0xffffffff) {
    throw new RangeError(`nPopulation must be an integer from 0 to 4294967295; got ${nPopulation}.`);
  }
  if (!Number.isInteger(nSamples) || nSamples < 0 || nSamples > nPopulation) {
    throw new RangeError(
      `nSamples must be an integer from 0 to the population's ${nPopulation}; got ${nSamples}.`,
    );
  }
  const share = nPopulation === 0 ? 1 : nSamples / nPopulation;
  if (share > 0.01 && share < 0.99) return random.permutation(nPopulation).slice(0, nSamples);
  return share < 0.2
    ? drawDistinct(nPopulation, nSamples, random)
    : fillReservoir(nPopulation, nSamples, random);
}

function drawDistinct(nPopulation: number, nSamples: number, random: RandomState): Uint32Array {
  const drawn = new Set<number>();
  while (drawn.size < nSamples) drawn.add(random.randint(0, nPopulation));
  return Uint32Array.from(drawn);
}

function fillReservoir(nPopulation: number, nSamples: number, random: RandomState): Uint32Array {
  const reservoir = Uint32Array.from({ length: nSamples }, (_, i) => i);
  for (let i = nSamples; i < nPopulation; i++) {
    const place = random.randint(0, i + 1);
    if (place < nSamples) reservoir[place] = i;
  }
  return reservoir;
}
