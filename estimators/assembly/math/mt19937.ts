// The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), as estimators/random/mt19937.ts has it: the
// stream of NumPy's RandomState. The state is 624 words and the position of the next one, in the lane's memory.

/** Words of the state. */
export const STATE_WORDS: i32 = 624;
const N: i32 = STATE_WORDS;
const M: i32 = 397;
const POSITION: usize = STATE_WORDS * 4;

export function seedTwister(state: usize, seed: u32): void {
  store<u32>(state, seed);
  let previous = seed;
  for (let i = 1; i < N; i++) {
    previous = 1812433253 * (previous ^ (previous >> 30)) + <u32>i;
    store<u32>(state + (<usize>i << 2), previous);
  }
  store<i32>(state, N, POSITION);
}

function twist(state: usize): void {
  for (let k = 0; k < N; k++) {
    const next = k + 1 < N ? k + 1 : 0;
    const far = k + M < N ? k + M : k + M - N;
    const y =
      (load<u32>(state + (<usize>k << 2)) & 0x80000000) | (load<u32>(state + (<usize>next << 2)) & 0x7fffffff);
    const mixed = load<u32>(state + (<usize>far << 2)) ^ (y >> 1) ^ ((0 - (y & 1)) & 0x9908b0df);
    store<u32>(state + (<usize>k << 2), mixed);
  }
}

/** The next 32 bits. */
export function nextWord(state: usize): u32 {
  let position = load<i32>(state, POSITION);
  if (position == N) {
    twist(state);
    position = 0;
  }
  store<i32>(state, position + 1, POSITION);
  let y = load<u32>(state + (<usize>position << 2));
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >> 18);
}

/** 0 to `max` inclusive, by masking and rejecting (NumPy's `legacy_interval`). Draws nothing if `max` is 0. */
export function interval(state: usize, max: u32): u32 {
  if (max == 0) return 0;
  const mask = <u32>0xffffffff >> clz<u32>(max);
  let value = nextWord(state) & mask;
  while (value > max) value = nextWord(state) & mask;
  return value;
}
