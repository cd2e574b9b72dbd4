import { GrowJob } from './job';
import * as scan from './scan';

// The features a node tries (scikit-learn's BestSplitter). `features` is a permutation of all features:
//
//   0        drawn      known       total        open           columns
//   | drawn    | known    | found     | not yet     | tried       |
//   | constants| constants| constants | drawn       |             |
//
// Constants are inherited: what is constant in a node is constant in its children. The drawn part is there so
// that no known constant is drawn twice. A draw that hits a constant counts as a visit, but at least one
// feature that is not constant is tried if there is one.

/** The best split of the node searched last. `feature` is -1 if no split is admissible. */
export let feature: i32 = -1;
export let low: i32 = 0;
export let high: i32 = 0;
/** How many constants its children inherit. */
export let constantsKnown: i32 = 0;

let state: u32 = 0;

/** Starts the stream that features are drawn from: a 32-bit xorshift (scikit-learn's `our_rand_r`). */
export function seedDraws(seed: u32): void {
  state = seed;
}

/** An integer from `from` to `to - 1`. */
// @ts-ignore: decorator
@inline
function draw(from: i32, to: i32): i32 {
  if (state == 0) state = 1;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return from + <i32>((state & 0x7fffffff) % <u32>(to - from));
}

/**
 * Searches the best split of the node `samples[start..end]`, whose first `known` features are constant.
 * @param columns the data by feature
 * @param stride samples to a column
 */
export function searchSplit(
  job: GrowJob,
  columns: usize,
  stride: usize,
  start: i32,
  end: i32,
  known: i32,
  weight: i64,
  squares: i64,
): void {
  const features = job.features;
  const samples = job.samples + (<usize>start << 2);
  const weighted = job.weighted + (<usize>start << 2);
  const maxFeatures = job.maxFeatures;
  let best = -Infinity;
  feature = -1;
  let open = job.columns;
  let visited = 0;
  let found = 0;
  let drawn = 0;
  let total = known;
  while (open > total && (visited < maxFeatures || visited <= found + drawn)) {
    visited++;
    let at = draw(drawn, open - found);
    if (at < known) {
      swap(features, drawn++, at);
      continue;
    }
    at += found;
    const candidate = load<i32>(features + (<usize>at << 2));
    const column = columns + <usize>candidate * stride;
    if (!scan.scanFeature(job, column, samples, weighted, end - start, weight, squares)) {
      swap(features, at, total++);
      found++;
      continue;
    }
    swap(features, --open, at);
    if (scan.score > best) {
      best = scan.score;
      feature = candidate;
      low = scan.low;
      high = scan.high;
    }
  }
  keepConstants(job, known, found);
  constantsKnown = total;
}

/** Restores the order in which the known constants were found, and appends the new ones. */
function keepConstants(job: GrowJob, known: i32, found: i32): void {
  const knownBytes = <usize>known << 2;
  memory.copy(job.features, job.constants, knownBytes);
  memory.copy(job.constants + knownBytes, job.features + knownBytes, <usize>found << 2);
}

// @ts-ignore: decorator
@inline
function swap(array: usize, a: i32, b: i32): void {
  const atA = array + (<usize>a << 2);
  const atB = array + (<usize>b << 2);
  const value = load<i32>(atA);
  store<i32>(atA, load<i32>(atB));
  store<i32>(atB, value);
}
