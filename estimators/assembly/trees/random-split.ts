import { sumOfSquares } from './class-weights';
import { DRAW_MAX, nextDraw } from './draws';
import { scoreOf } from './impurity';
import * as node from './node';
import { GrowJob } from './records';

/**
 * Draws a threshold between the lowest and the highest value of a feature, from the stream that features are drawn from, and
 * tries that split, as scikit-learn's RandomSplitter does. What class J adds: `cutAt`, the greatest number of a column that is
 * at most a threshold, and `countLeft`, which sums the class weights of the samples that have at most so much into `left`, and
 * counts them.
 */
@inline
export function tryRandomSplit<J extends GrowJob>(job: J, feature: i32, low: f64, high: f64): void {
  // In this order of operations (scikit-learn's `rand_uniform`).
  let threshold = ((high - low) * <f64>nextDraw()) / DRAW_MAX + low;
  if (threshold == high) threshold = low;
  if (node.isPerfect()) return;
  const cut = job.cutAt(threshold);
  const leaf = job.minSamplesLeaf;
  const onLeft = job.countLeft(cut);
  if (onLeft < leaf || node.count - onLeft < leaf) return;
  const classes = job.classes;
  let leftWeight: i64 = 0;
  for (let at: usize = 0, end = <usize>classes << 2; at < end; at += 4) {
    const counted = load<u32>(job.left + at);
    leftWeight += <i64>counted;
    store<u32>(job.right + at, load<u32>(job.totals + at) - counted);
  }
  const wl = <f64>leftWeight;
  const wr = <f64>(node.weight - leftWeight);
  const score = scoreOf(wl, wr, <f64>sumOfSquares(job.left, classes), <f64>sumOfSquares(job.right, classes));
  if (node.isBetter(score)) node.choose(score, feature, cut, threshold);
}
