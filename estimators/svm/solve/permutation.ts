import { Mt19937 } from '../../random/mt19937.js';
import { MAX_CHILD_SEED, RandomState } from '../../random/random-state.js';

/**
 * libsvm's permutation of 0..count-1 behind the probabilities of one pair of classes: a Fisher-Yates shuffle
 * from the front. scikit-learn draws libsvm's seed from `randomState`, and libsvm starts its generator anew at
 * that seed for every pair.
 */
export function plattPermutation(randomState: number, count: number): Uint32Array {
  const bits = new Mt19937(new RandomState(randomState).randint(0, MAX_CHILD_SEED));
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + boundedDraw(bits, count - i);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}

/**
 * An integer from 0 to `range` - 1: the high word of range times 32 random bits, rejected where the low word
 * would make it uneven (Lemire, "Fast random integer generation in an interval", 2019).
 */
function boundedDraw(bits: Mt19937, range: number): number {
  let product = multiply(bits.uint32(), range);
  if (product.low < range) {
    const threshold = (2 ** 32 - range) % range;
    while (product.low < threshold) product = multiply(bits.uint32(), range);
  }
  return product.high;
}

/** The 64-bit product of two 32-bit integers, as two words. */
function multiply(a: number, b: number): { high: number; low: number } {
  const upper = (a >>> 16) * b;
  const lower = (a & 0xffff) * b;
  const high = Math.floor((upper + Math.floor(lower / 65536)) / 65536);
  return { high, low: ((upper % 65536) * 65536 + lower) % 2 ** 32 };
}
