import { sortEntries } from '../../math/sort-entries';
import { clearWeights } from '../class-weights';
import { scoreOf } from '../impurity';
import * as node from '../node';
import { RealJob } from '../records';
import { isSame, valuesOf } from './columns';
import { highest, lowest } from './entries';

/** Relative to the weight of a node: more than a score's rounding errors, which are below 1e-14. */
const ROOM: f64 = 1e-11;

/** What a split must reach to be worth scoring: the best score so far plus the node's weight, but for rounding. */
let reach: f64 = -Infinity;

export function startReach(): void {
  reach = -Infinity;
}

/**
 * Searches the splits of a feature whose entries were read, from its lowest value up, as scikit-learn's BestSplitter does.
 *
 * With L the class weights on the left of a split, T those of the node, and a weight h of some class moving to the left,
 * sum L^2 grows by h (2 L + h), and sum (T - L)^2 by that less 2 h T. What cannot be the best split is seen without
 * dividing (bytes/search/score.ts).
 */
export function searchBestSplit(job: RealJob, feature: i32): void {
  const count = node.count;
  const sorted = sortEntries(job.entries, job.moved, job.counts, count, lowest, highest);
  const values = valuesOf(job, feature);
  const totals = job.totals;
  const left = job.left;
  clearWeights(left, job.classes);
  const leaf = job.minSamplesLeaf;
  const weight = <f64>node.weight;
  let leftWeight: i64 = 0;
  let leftSquares: i64 = 0;
  let rightSquares = node.squares;
  let entry = load<u64>(sorted);
  let rank = <u32>(entry >> 32);
  let value = load<f32>(values + (<usize>rank << 2));
  for (let i = 1; i < count; i++) {
    const h = <i64>(<u32>entry >> 16);
    const at = <usize>(<u32>entry & 0xffff) << 2;
    const l = <i64>load<u32>(left + at);
    store<u32>(left + at, <u32>(l + h));
    const grown = h * (2 * l + h);
    leftSquares += grown;
    rightSquares += grown - 2 * h * <i64>load<u32>(totals + at);
    leftWeight += h;
    const before = rank;
    entry = load<u64>(sorted + (<usize>i << 3));
    rank = <u32>(entry >> 32);
    if (rank == before) continue;
    const lower = value;
    value = load<f32>(values + (<usize>rank << 2));
    if (i < leaf || count - i < leaf || isSame(lower, value)) continue;
    const wl = <f64>leftWeight;
    const wr = weight - wl;
    const sl = <f64>leftSquares;
    const sr = <f64>rightSquares;
    if (sr * wl + sl * wr < reach * (wr * wl)) continue;
    const score = scoreOf(wl, wr, sl, sr);
    if (!node.isBetter(score)) continue;
    // Halfway, in doubles: never beyond either value, and never at the higher one.
    node.choose(score, feature, before, <f64>lower / 2 + <f64>value / 2);
    reach = score + weight - ROOM * weight;
  }
}
