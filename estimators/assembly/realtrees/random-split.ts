import { clearWeights, sumOfSquares } from '../forest/class-weights';
import { nextDraw } from '../forest/draw-features';
import { GrowJob } from '../forest/job';
import * as node from '../forest/node';
import { choose, isBetter, isPerfect, scoreOf } from './chosen';
import { highest, lowest } from './entries';
import { keyOfFloor, numberOf } from './keys';

/** The largest number of the stream. */
const DRAW_MAX: f64 = 0x7fffffff;

/**
 * Draws a threshold between the lowest and the highest value of a feature whose entries were read, and tries that split,
 * as scikit-learn's RandomSplitter does.
 */
export function tryRandomSplit(job: GrowJob, feature: i32): void {
  const low = <f64>numberOf(lowest);
  const high = <f64>numberOf(highest);
  // In this order of operations (scikit-learn's `rand_uniform`).
  let threshold = ((high - low) * <f64>nextDraw()) / DRAW_MAX + low;
  if (threshold == high) threshold = low;
  if (isPerfect()) return;
  const cut = keyOfFloor(threshold);
  const leaf = job.minSamplesLeaf;
  const onLeft = countLeft(job, cut);
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
  if (isBetter(score)) choose(score, feature, cut, threshold);
}

/**
 * Sums the class weights of the samples that have at most `cut` into `left`; returns how many these are. A node's samples are
 * in the order of their places, so class by class, and a class's weight need not go through memory for each.
 */
function countLeft(job: GrowJob, cut: u32): i32 {
  const left = job.left;
  clearWeights(left, job.classes);
  let counted: u32 = 0;
  let code: u32 = 0;
  let weight: u32 = 0;
  for (let at = job.entries, end = at + (<usize>node.count << 3); at < end; at += 8) {
    const entry = load<u64>(at);
    const goesLeft = <u32>(<u32>(entry >> 32) <= cut);
    const codeHere = <u32>entry & 0xffff;
    if (codeHere != code) {
      addWeight(left, code, weight);
      code = codeHere;
      weight = 0;
    }
    weight += (<u32>entry >> 16) * goesLeft;
    counted += goesLeft;
  }
  addWeight(left, code, weight);
  return <i32>counted;
}

@inline
function addWeight(weights: usize, code: u32, weight: u32): void {
  const at = weights + (<usize>code << 2);
  store<u32>(at, load<u32>(at) + weight);
}
