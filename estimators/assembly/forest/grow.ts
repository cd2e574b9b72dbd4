import { Frame, GrowJob } from './job';
import { interval, seedTwister } from './mt19937';
import { placeSamples } from './samples';
import * as split from './split';

/** NumPy's float64 epsilon: an impurity up to this is none. */
const EPSILON: f64 = 2.220446049250313e-16;

let nodes: i32 = 0;
let leaves: i32 = 0;
let leafEntries: i32 = 0;
let stackTop: usize = 0;

/**
 * Grows the tree with this seed (scikit-learn's DepthFirstTreeBuilder with its BestSplitter), nodes in
 * preorder, and returns how many nodes it has.
 */
export function growTree(address: usize, seed: u32, bootstrap: i32): i32 {
  const job = changetype<GrowJob>(address);
  const count = placeSamples(job, seed, bootstrap != 0);
  const features = job.features;
  for (let i = 0, columns = job.columns; i < columns; i++) store<i32>(features + (<usize>i << 2), i);
  // A second stream from the same seed, as `check_random_state(seed)` starts one.
  seedTwister(job.twister, seed);
  split.seedDraws(interval(job.twister, 0x7fffffff - 1));

  nodes = 0;
  leaves = 0;
  leafEntries = 0;
  stackTop = job.stack;
  store<u32>(job.leafStart, 0);
  const treeWeight = <f64>countClasses(job, 0, count);
  push(0, count, 0, -1, 0, false);
  while (stackTop > job.stack) {
    stackTop -= offsetof<Frame>();
    growNode(job, changetype<Frame>(stackTop), treeWeight);
  }
  return nodes;
}

function push(start: i32, end: i32, depth: i32, rightOf: i32, constants: i32, inBlock: bool): void {
  const frame = changetype<Frame>(stackTop);
  frame.start = start;
  frame.end = end;
  frame.depth = depth;
  frame.rightOf = rightOf;
  frame.constants = constants;
  frame.inBlock = inBlock ? 1 : 0;
  stackTop += offsetof<Frame>();
}

function growNode(job: GrowJob, frame: Frame, treeWeight: f64): void {
  const start = frame.start;
  const end = frame.end;
  const depth = frame.depth;
  const inBlock = frame.inBlock != 0;
  const count = end - start;
  const node = nodes++;
  if (frame.rightOf >= 0) store<i32>(job.next + (<usize>frame.rightOf << 2), node);

  const weight = countClasses(job, start, end);
  const squares = sumOfSquares(job.totals, job.classes);
  const impurity = gini(<f64>squares, <f64>weight);
  const isLeaf =
    depth >= job.maxDepth ||
    count < job.minSamplesSplit ||
    count < 2 * job.minSamplesLeaf ||
    impurity <= EPSILON;
  if (isLeaf) {
    addLeaf(job, node, count);
    return;
  }

  const columns = job.byFeature;
  const stride = job.stride;
  split.searchSplit(job, columns, stride, start, end, frame.constants, weight, squares);
  if (split.feature < 0) {
    addLeaf(job, node, count);
    return;
  }
  const middle = part(job, columns + <usize>split.feature * stride, start, end, split.low);
  if (!improves(job, start, middle, weight, impurity, treeWeight)) {
    addLeaf(job, node, count);
    return;
  }
  store<i16>(job.feature + (<usize>node << 1), <i16>split.feature);
  // Halves of bytes: exact, also in 32 bits.
  store<f32>(job.threshold + (<usize>node << 2), <f32>split.low / 2 + <f32>split.high / 2);
  push(middle, end, depth + 1, node, split.constantsKnown, inBlock);
  push(start, middle, depth + 1, -1, split.constantsKnown, inBlock);
}

/** Sums the class weights of `samples[start..end]` into `totals` and returns their sum. */
function countClasses(job: GrowJob, start: i32, end: i32): i64 {
  const totals = job.totals;
  memory.fill(totals, 0, <usize>job.classes << 3);
  let sum: i64 = 0;
  for (let i = start; i < end; i++) {
    const packed = load<u32>(job.weighted + (<usize>i << 2));
    const at = totals + (<usize>(packed & 0xff) << 3);
    const weight = <i64>(packed >> 8);
    store<i64>(at, load<i64>(at) + weight);
    sum += weight;
  }
  return sum;
}

function sumOfSquares(totals: usize, classes: i32): i64 {
  let squares: i64 = 0;
  for (let k = 0; k < classes; k++) {
    const weight = load<i64>(totals + (<usize>k << 3));
    squares += weight * weight;
  }
  return squares;
}

// @ts-ignore: decorator
@inline
function gini(squares: f64, weight: f64): f64 {
  return 1.0 - squares / (weight * weight);
}

/**
 * Moves the samples of `start..end` whose value is at most `low` to the front, both sides keeping their order,
 * and returns where the right side begins.
 */
function part(job: GrowJob, column: usize, start: i32, end: i32, low: i32): i32 {
  const samples = job.samples;
  const weighted = job.weighted;
  const movedSamples = job.movedSamples;
  const movedWeighted = job.movedWeighted;
  // samples[start..left]: values <= low; moved[0..right]: values > low; samples[i..end]: not looked at yet.
  let left = <usize>start << 2;
  let right: usize = 0;
  for (let i = <usize>start << 2, stop = <usize>end << 2; i < stop; i += 4) {
    const sample = load<u32>(samples + i);
    const packed = load<u32>(weighted + i);
    store<u32>(samples + left, sample);
    store<u32>(weighted + left, packed);
    store<u32>(movedSamples + right, sample);
    store<u32>(movedWeighted + right, packed);
    const goesLeft = <usize>(<i32>load<u8>(column + <usize>sample) <= low) << 2;
    left += goesLeft;
    right += 4 - goesLeft;
  }
  memory.copy(samples + left, movedSamples, right);
  memory.copy(weighted + left, movedWeighted, right);
  return <i32>(left >> 2);
}

/** scikit-learn's test of `impurity_improvement` against `min_impurity_decrease`, which is 0. */
function improves(job: GrowJob, start: i32, middle: i32, weight: i64, impurity: f64, treeWeight: f64): bool {
  const squaresOf = job.right;
  memory.copy(squaresOf, job.totals, <usize>job.classes << 3);
  const leftWeight = countClasses(job, start, middle);
  const leftSquares = sumOfSquares(job.totals, job.classes);
  for (let k = 0; k < job.classes; k++) {
    const at = <usize>k << 3;
    const whole = load<i64>(squaresOf + at);
    const left = load<i64>(job.totals + at);
    store<i64>(squaresOf + at, whole - left);
    store<i64>(job.totals + at, whole);
  }
  const w = <f64>weight;
  const wl = <f64>leftWeight;
  const wr = w - wl;
  const impurityLeft = gini(<f64>leftSquares, wl);
  const impurityRight = gini(<f64>sumOfSquares(squaresOf, job.classes), wr);
  const improvement = (w / treeWeight) * (impurity - (wr / w) * impurityRight - (wl / w) * impurityLeft);
  return improvement + EPSILON >= 0;
}

/** Ends the tree at `node`, whose class weights are in `totals`. */
function addLeaf(job: GrowJob, node: i32, count: i32): void {
  store<i16>(job.feature + (<usize>node << 1), -2);
  store<f32>(job.threshold + (<usize>node << 2), -2);
  store<i32>(job.next + (<usize>node << 2), leaves);
  store<u32>(job.leafSamples + (<usize>leaves << 2), count);
  for (let k = 0; k < job.classes; k++) {
    const weight = load<i64>(job.totals + (<usize>k << 3));
    if (weight == 0) continue;
    store<u8>(job.leafClass + leafEntries, k);
    store<u32>(job.leafWeight + (<usize>leafEntries << 2), <u32>weight);
    leafEntries++;
  }
  leaves++;
  store<u32>(job.leafStart + (<usize>leaves << 2), leafEntries);
}
