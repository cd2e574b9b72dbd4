import { interval, seedTwister } from '../math/mt19937';
import { GrowJob } from './records';

// The features a node tries (scikit-learn's splitters). `features` is a permutation of all features:
//
//   0           drawn      known       total        open        columns
//   | known constants      | constants | not drawn  | tried     |
//   | drawn    | not drawn | found     | yet        |           |
//
// Constants are inherited: what is constant in a node is constant in its children. A draw that hits a constant
// counts as a visit, but at least one feature that is not constant is tried if there is one.

let state: u32 = 0;

/** Starts the stream that a tree's features are drawn from: a 32-bit xorshift (scikit-learn's `our_rand_r`). */
@inline
export function startDraws(job: GrowJob, seed: u32): void {
  const features = job.features;
  for (let i = 0, columns = job.columns; i < columns; i++) store<i32>(features + (<usize>i << 2), i);
  // A second stream from the same seed, as `check_random_state(seed)` starts one.
  seedTwister(job.twister, seed);
  state = interval(job.twister, 0x7fffffff - 1);
}

/** The largest number of the stream. */
export const DRAW_MAX: f64 = 0x7fffffff;

/** The next 31 bits of the stream. */
@inline
export function nextDraw(): u32 {
  if (state == 0) state = 1;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state & 0x7fffffff;
}

/** An integer from `from` to `to - 1`. */
@inline
function draw(from: i32, to: i32): i32 {
  return from + <i32>(nextDraw() % <u32>(to - from));
}

/**
 * Draws the features that the node tries, one after the other.
 * @param known how many constant features it inherits
 * @returns how many features are known to be constant in it: what its children inherit
 */
export function tryFeatures<J extends GrowJob>(job: J, known: i32): i32 {
  const features = job.features;
  const maxFeatures = job.maxFeatures;
  let open = job.columns;
  let visited = 0;
  let found = 0;
  let drawn = 0;
  while (open > known + found && (visited < maxFeatures || visited <= found + drawn)) {
    visited++;
    let at = draw(drawn, open - found);
    if (at < known) {
      swap(features, drawn, at);
      drawn++;
      continue;
    }
    at += found;
    const candidate = load<i32>(features + (<usize>at << 2));
    if (job.isConstant(candidate)) {
      swap(features, at, known + found);
      found++;
      continue;
    }
    open--;
    swap(features, open, at);
    job.tryFeature(candidate);
  }
  // The known constants go back to the order in which they were found; the new ones follow them.
  const knownBytes = <usize>known << 2;
  memory.copy(features, job.constants, knownBytes);
  memory.copy(job.constants + knownBytes, features + knownBytes, <usize>found << 2);
  return known + found;
}

@inline
function swap(array: usize, a: i32, b: i32): void {
  const atA = array + (<usize>a << 2);
  const atB = array + (<usize>b << 2);
  const value = load<i32>(atA);
  store<i32>(atA, load<i32>(atB));
  store<i32>(atB, value);
}
