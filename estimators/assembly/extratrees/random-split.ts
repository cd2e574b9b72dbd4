import { BLOCK } from '../forest/blocks';
import { clearWeights, sumOfSquares } from '../forest/class-weights';
import { bit, draw, nextDraw, swap } from '../forest/draw-features';
import { gini } from '../forest/impurity';
import { GrowJob } from '../forest/job';

// scikit-learn's RandomSplitter: features are drawn as for its BestSplitter (forest/draw-features.ts, with the map of
// `features`), and each that is not constant in the node gets one threshold, drawn between its lowest and its highest
// value from the same stream. The best of these splits is taken, the first of equals.

/** The feature (-1 for none) and the threshold of the node's best split: `x <= threshold` goes left. */
export let feature: i32 = -1;
export let threshold: f64 = 0;
/** How many features are known to be constant in the node: what its children inherit. */
export let constantsKnown: i32 = 0;

/** The largest number of the stream. */
const DRAW_MAX: f64 = 0x7fffffff;

/** The lowest and the highest value that `readValues` met. */
let lowest: u32 = 0;
let highest: u32 = 0;

/**
 * Searches the node of these `count` samples, which weigh `weight` and whose class weights are in `totals`.
 * @param columns the data by feature, `stride` bytes to a column
 * @param known how many of the constants are inherited
 */
export function search(
  job: GrowJob,
  level: i32,
  columns: usize,
  stride: i32,
  samples: usize,
  count: i32,
  weight: i64,
  known: i32,
): void {
  feature = -1;
  const features = job.features;
  const maxFeatures = job.maxFeatures;
  const leaf = job.minSamplesLeaf;
  let best: f64 = -Infinity;
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
    // A block has no column for a feature that is 0 in all its samples.
    const isZero = level == BLOCK && !bit(job.blockMask, candidate);
    if (!isZero) readValues(job.entries, columns + <usize>candidate * stride, samples, count);
    if (isZero || lowest == highest) {
      swap(features, at, known + found);
      found++;
      continue;
    }
    open--;
    swap(features, open, at);

    const low = <f64>lowest;
    const high = <f64>highest;
    // In this order of operations (scikit-learn's `rand_uniform`).
    let drawnThreshold = ((high - low) * <f64>nextDraw()) / DRAW_MAX + low;
    if (drawnThreshold == high) drawnThreshold = low;
    const left = countLeft(job, samples, count, <u32>drawnThreshold);
    if (left < leaf || count - left < leaf) continue;
    const improvement = proxyImprovement(job, weight);
    if (improvement > best) {
      best = improvement;
      feature = candidate;
      threshold = drawnThreshold;
    }
  }
  // The known constants go back to the order in which they were found; the new ones follow them.
  const knownBytes = <usize>known << 2;
  memory.copy(features, job.constants, knownBytes);
  memory.copy(job.constants + knownBytes, features + knownBytes, <usize>found << 2);
  constantsKnown = known + found;
}

/** Copies the values of the node's samples to `values`, u8 each. */
function readValues(values: usize, column: usize, samples: usize, count: i32): void {
  let low: u32 = 255;
  let high: u32 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = <u32>load<u8>(column + load<u32>(samples + (i << 3)));
    store<u8>(values + i, value);
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  lowest = low;
  highest = high;
}

/** Sums the class weights of the samples whose value is at most `limit` into `left`; returns how many these are. */
function countLeft(job: GrowJob, samples: usize, count: i32, limit: u32): i32 {
  const left = job.left;
  const values = job.entries;
  clearWeights(left, job.classes);
  let counted = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const goesLeft = <u32>(<u32>load<u8>(values + i) <= limit);
    const weighted = load<u32>(samples + (i << 3), 4);
    const at = left + (<usize>(weighted & 0xffff) << 2);
    // Added in any case: no branch to mispredict.
    store<u32>(at, load<u32>(at) + (weighted >> 16) * goesLeft);
    counted += goesLeft;
  }
  return counted;
}

/** scikit-learn's `proxy_impurity_improvement` of the split whose left side was counted. */
function proxyImprovement(job: GrowJob, weight: i64): f64 {
  const classes = job.classes;
  let leftWeight: i64 = 0;
  for (let at: usize = 0, end = <usize>classes << 2; at < end; at += 4) {
    const counted = load<u32>(job.left + at);
    leftWeight += <i64>counted;
    store<u32>(job.right + at, load<u32>(job.totals + at) - counted);
  }
  const wl = <f64>leftWeight;
  const wr = <f64>(weight - leftWeight);
  const giniRight = gini(<f64>sumOfSquares(job.right, classes), wr);
  const giniLeft = gini(<f64>sumOfSquares(job.left, classes), wl);
  return -wr * giniRight - wl * giniLeft;
}
