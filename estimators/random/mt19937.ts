const N = 624;
const M = 397;

/**
 * The Mersenne Twister MT19937, seeded by one integer as NumPy's `RandomState(seed)` and libsvm's
 * `std::mt19937` are. Source: Matsumoto and Nishimura, "Mersenne Twister" (1998), reference code mt19937ar.c.
 */
export class Mt19937 {
  readonly #state = new Uint32Array(N);
  #position = N;

  /** @param seed an integer, 0 to 2^32 - 1. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`A seed must be an integer from 0 to 4294967295; got ${seed}.`);
    }
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = Math.imul(1812433253, previous) + i;
    }
  }

  /** The next 32 bits, as an unsigned integer. */
  uint32(): number {
    if (this.#position === N) this.#twist();
    let y = this.#state[this.#position++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let k = 0; k < N; k++) {
      const y = (state[k]! & 0x80000000) | (state[(k + 1) % N]! & 0x7fffffff);
      state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}
