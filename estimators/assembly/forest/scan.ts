import { GrowJob } from './job';

// The best split of one node by one feature.
//
// With T the class weights of the node, R those on the right of a split and h a weight that moves to the
// right, sum R^2 grows by h (2R + h) and sum R T by h T; the left side needs no counts of its own, since
// sum (T - R)^2 = sum T^2 - 2 sum R T + sum R^2. These are integers, so they are exact, and the score
// -wr gini(right) - wl gini(left), gini = 1 - sum c^2 / w^2, is computed as scikit-learn computes it.
//
// Values are met from the highest to the lowest present, so that zeros, which are most pixels, are never
// counted: the last boundary is the lowest value above zero against zero. scikit-learn goes upwards and keeps
// the first of equal scores; going downwards the last is kept.

/** The best admissible score of the feature scanned last; -Infinity if there is none. */
export let score: f64 = 0;
/** The values on both sides of that split: `x <= low` goes left, and `high` is the next value present. */
export let low: i32 = 0;
export let high: i32 = 0;

/**
 * Scans one feature over `count` samples of a node. Returns false if all its values are equal.
 * @param column the feature's values, u8, indexed by `samples`
 * @param weight the node's total weight
 * @param squares the sum of the squares of its class weights
 */
export function scanFeature(
  job: GrowJob,
  column: usize,
  samples: usize,
  weighted: usize,
  count: i32,
  weight: i64,
  squares: i64,
): bool {
  const found = collect(job.entries, column, samples, weighted, count);
  if (found == 0) return false;
  link(job, found);
  return walk(job, count, count - found, weight, squares);
}

/** Writes the samples whose value is not zero to `entries` and returns how many there are. */
function collect(entries: usize, column: usize, samples: usize, weighted: usize, count: i32): i32 {
  let to = entries;
  for (let i: usize = 0, end = <usize>count << 2; i < end; i += 4) {
    const value = <u32>load<u8>(column + <usize>load<u32>(samples + i));
    store<u32>(to, (value << 24) | load<u32>(weighted + i));
    to += <usize>(value != 0) << 2;
  }
  return <i32>((to - entries) >> 2);
}

/** Chains the entries of each value. */
function link(job: GrowJob, found: i32): void {
  const entries = job.entries;
  const links = job.links;
  const heads = job.heads;
  for (let i = 0; i < found; i++) {
    const head = heads + <usize>((load<u32>(entries + (<usize>i << 2)) >> 24) << 2);
    store<u32>(links + (<usize>i << 2), load<u32>(head));
    store<u32>(head, i + 1);
  }
}

function walk(job: GrowJob, count: i32, zeros: i32, weight: i64, squares: i64): bool {
  const entries = job.entries;
  const links = job.links;
  const heads = job.heads;
  const totals = job.totals;
  const right = job.right;
  const leaf = job.minSamplesLeaf;
  memory.fill(right, 0, <usize>job.classes << 3);
  score = -Infinity;
  let above = -1;
  let passed = 0;
  let rightWeight: i64 = 0;
  let rightSquares: i64 = 0;
  let dot: i64 = 0;
  for (let value = 255; value >= 0; value--) {
    const head = heads + (<usize>value << 2);
    let entry = value > 0 ? load<u32>(head) : <u32>(zeros > 0);
    if (entry == 0) continue;
    if (above >= 0 && passed >= leaf && count - passed >= leaf) {
      const s = splitScore(weight, squares, rightWeight, rightSquares, dot);
      if (s >= score) {
        score = s;
        low = value;
        high = above;
      }
    }
    if (value == 0) return true;
    store<u32>(head, 0);
    while (entry != 0) {
      const at = <usize>(entry - 1) << 2;
      const packed = load<u32>(entries + at);
      const code = <usize>(packed & 0xff) << 3;
      const h = <i64>((packed >> 8) & 0xffff);
      const r = load<i64>(right + code);
      store<i64>(right + code, r + h);
      rightSquares += h * (2 * r + h);
      dot += h * load<i64>(totals + code);
      rightWeight += h;
      passed++;
      entry = load<u32>(links + at);
    }
    if (above < 0 && passed == count) return false;
    above = value;
  }
  return true;
}

/** scikit-learn's `proxy_impurity_improvement` for Gini's impurity. */
// @ts-ignore: decorator
@inline
function splitScore(weight: i64, squares: i64, rightWeight: i64, rightSquares: i64, dot: i64): f64 {
  const wr = <f64>rightWeight;
  const wl = <f64>(weight - rightWeight);
  const giniRight = 1.0 - <f64>rightSquares / (wr * wr);
  const giniLeft = 1.0 - <f64>(squares - 2 * dot + rightSquares) / (wl * wl);
  return -wr * giniRight - wl * giniLeft;
}
