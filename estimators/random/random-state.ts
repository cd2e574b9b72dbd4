import { Mt19937 } from './mt19937.js';

/** The streams of NumPy's legacy `RandomState(seed)` that scikit-learn draws from. */
export class RandomState {
  readonly #bits: Mt19937;

  /** @param seed an integer, 0 to 2^32 - 1. */
  constructor(seed: number) {
    this.#bits = new Mt19937(seed);
  }

  /** An integer from `low` to `high - 1`: NumPy's `randint(low, high)` for ranges that fit in 32 bits. */
  randint(low: number, high: number): number {
    return low + this.#interval(high - low - 1);
  }

  /** A float in [0, 1) with 53 random bits: NumPy's `random_sample()`. */
  randomSample(): number {
    const a = this.#bits.uint32() >>> 5;
    const b = this.#bits.uint32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** 0 to n - 1 in random order: NumPy's `permutation(n)`. */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.#interval(i);
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
    }
    return order;
  }

  /** 0 to `max` inclusive, by masking and rejecting (NumPy's `legacy_interval`). */
  #interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.#bits.uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }
}

/** The largest seed that scikit-learn draws for a child estimator is one below this (`np.iinfo(np.int32).max`). */
export const MAX_CHILD_SEED = 2147483647;
