import { BLOCK } from './blocks';
import { GrowJob } from './job';
import { interval, seedTwister } from './mt19937';

// The features a node tries (scikit-learn's BestSplitter). `features` is a permutation of all features:
//
//   0           drawn      known       total        open        columns
//   | known constants      | constants | not drawn  | tried     |
//   | drawn    | not drawn | found     | yet        |           |
//
// Constants are inherited: what is constant in a node is constant in its children. A draw that hits a constant
// counts as a visit, but at least one feature that is not constant is tried if there is one.

/** How many features are constant in the node drawn for last: what its children inherit. */
export let constantsKnown: i32 = 0;

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
export function draw(from: i32, to: i32): i32 {
  return from + <i32>(nextDraw() % <u32>(to - from));
}

/**
 * Draws the features that a node of `count` samples tries, writes those that are not constant to `candidates`
 * in the order drawn, and returns how many these are.
 * @param columns the data by feature, `stride` samples to a column
 * @param samples the node's samples
 * @param known how many of the constants are inherited
 */
export function drawFeatures(
  job: GrowJob,
  level: i32,
  columns: usize,
  stride: i32,
  samples: usize,
  count: i32,
  known: i32,
): i32 {
  const features = job.features;
  const candidates = job.candidates;
  const maxFeatures = job.maxFeatures;
  const masked = level == BLOCK && count <= job.maskedSamples;
  if (masked) findPresent(job, samples, count);
  const ever = masked ? job.everPresent : job.blockMask;
  let open = job.columns;
  let visited = 0;
  let found = 0;
  let drawn = 0;
  let tried = 0;
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
    let constant = false;
    if (level == BLOCK && !bit(ever, candidate)) constant = true;
    else if (masked && !bit(job.alwaysPresent, candidate)) constant = false;
    else constant = isConstant(columns + <usize>candidate * stride, samples, count);
    if (constant) {
      swap(features, at, known + found);
      found++;
      continue;
    }
    open--;
    swap(features, open, at);
    store<i32>(candidates + (<usize>tried << 2), candidate);
    tried++;
  }
  // The known constants go back to the order in which they were found; the new ones follow them.
  const knownBytes = <usize>known << 2;
  memory.copy(features, job.constants, knownBytes);
  memory.copy(job.constants + knownBytes, features + knownBytes, <usize>found << 2);
  constantsKnown = known + found;
  return tried;
}

@inline
export function bit(mask: usize, feature: i32): bool {
  return ((<u32>load<u8>(mask + (feature >> 3)) >> (feature & 7)) & 1) != 0;
}

function isConstant(column: usize, samples: usize, count: i32): bool {
  const first = <u32>load<u8>(column + load<u32>(samples));
  const end = samples + (<usize>count << 3);
  let i = samples;
  for (; i + 32 <= end; i += 32) {
    const a = <u32>load<u8>(column + load<u32>(i)) ^ first;
    const b = <u32>load<u8>(column + load<u32>(i, 8)) ^ first;
    const c = <u32>load<u8>(column + load<u32>(i, 16)) ^ first;
    const d = <u32>load<u8>(column + load<u32>(i, 24)) ^ first;
    if ((a | b | c | d) != 0) return false;
  }
  for (; i < end; i += 8) {
    if (load<u8>(column + load<u32>(i)) != first) return false;
  }
  return true;
}

/**
 * Finds the pixels that are not zero in some sample of a node and in all of them. A pixel that never is is
 * constant; one that sometimes is is not.
 */
function findPresent(job: GrowJob, samples: usize, count: i32): void {
  const masks = job.blockMasks;
  const maskBytes = job.maskBytes;
  for (let at: usize = 0; at < <usize>maskBytes; at += 16) {
    let ever = i32x4.splat(0);
    let always = i32x4.splat(-1);
    for (let i = samples, end = samples + (<usize>count << 3); i < end; i += 8) {
      const mask = v128.load(masks + load<u32>(i) * maskBytes + at);
      ever = v128.or(ever, mask);
      always = v128.and(always, mask);
    }
    v128.store(job.everPresent + at, ever);
    v128.store(job.alwaysPresent + at, always);
  }
}

@inline
export function swap(array: usize, a: i32, b: i32): void {
  const atA = array + (<usize>a << 2);
  const atB = array + (<usize>b << 2);
  const value = load<i32>(atA);
  store<i32>(atA, load<i32>(atB));
  store<i32>(atB, value);
}
