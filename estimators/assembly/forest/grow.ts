import { columnsAt, descend, strideAt, WHOLE } from './blocks';
import { countClasses, sumOfSquares } from './class-weights';
import { constantsKnown, drawFeatures, seedDraws } from './draw-features';
import { Frame, GrowJob } from './job';
import { interval, seedTwister } from './mt19937';
import { enterNode } from './node';
import { placeSamples } from './samples';
import * as score from './score';
import { searchSplit } from './search-split';

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
  seedDraws(interval(job.twister, 0x7fffffff - 1));

  nodes = 0;
  leaves = 0;
  leafEntries = 0;
  stackTop = job.stack;
  store<u32>(job.leafStart, 0);
  const samples = job.samples;
  const treeWeight = <f64>countClasses(job.totals, job.classes, samples, samples + (<usize>count << 3));
  push(0, count, 0, -1, 0, WHOLE);
  while (stackTop > job.stack) {
    stackTop -= offsetof<Frame>();
    growNode(job, changetype<Frame>(stackTop), treeWeight);
  }
  return nodes;
}

function push(start: i32, end: i32, depth: i32, rightOf: i32, constants: i32, level: i32): void {
  const frame = changetype<Frame>(stackTop);
  frame.start = start;
  frame.end = end;
  frame.depth = depth;
  frame.rightOf = rightOf;
  frame.constants = constants;
  frame.level = level;
  stackTop += offsetof<Frame>();
}

function growNode(job: GrowJob, frame: Frame, treeWeight: f64): void {
  const start = frame.start;
  const end = frame.end;
  const depth = frame.depth;
  const count = end - start;
  const node = nodes++;
  if (frame.rightOf >= 0) store<i32>(job.next + (<usize>frame.rightOf << 2), node);

  const samples = job.samples + (<usize>start << 3);
  const weight = countClasses(job.totals, job.classes, samples, job.samples + (<usize>end << 3));
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

  const level = descend(job, start, end, frame.level);
  const columns = columnsAt(job, level);
  const stride = strideAt(job, level);
  const tried = drawFeatures(job, level, columns, stride, samples, count, frame.constants);
  enterNode(count, weight, squares);
  searchSplit(job, columns, stride, samples, tried);
  if (score.feature < 0) {
    addLeaf(job, node, count);
    return;
  }
  const middle = part(job, columns + <usize>score.feature * stride, start, end, score.high);
  if (!improves(job, start, middle, weight, impurity, treeWeight)) {
    addLeaf(job, node, count);
    return;
  }
  store<i16>(job.feature + (<usize>node << 1), <i16>score.feature);
  // Halves of bytes: exact, also in 32 bits.
  store<f32>(job.threshold + (<usize>node << 2), <f32>highestLeft / 2 + <f32>score.high / 2);
  push(middle, end, depth + 1, node, constantsKnown, level);
  push(start, middle, depth + 1, -1, constantsKnown, level);
}

// @ts-ignore: decorator
@inline
function gini(squares: f64, weight: f64): f64 {
  return 1.0 - squares / (weight * weight);
}

/** The highest value on the left of the node parted last. */
let highestLeft: i32 = 0;

/**
 * Moves the samples of `start..end` whose value is below `high` to the front, both sides keeping their order,
 * and returns where the right side begins.
 */
function part(job: GrowJob, column: usize, start: i32, end: i32, high: i32): i32 {
  const samples = job.samples;
  const moved = job.moved;
  highestLeft = 0;
  // samples[start..left]: values below high; moved[0..right]: the others; samples[i..end]: not looked at yet.
  let left = <usize>start << 3;
  let right: usize = 0;
  for (let i = <usize>start << 3, stop = <usize>end << 3; i < stop; i += 8) {
    const sample = load<u64>(samples + i);
    const value = <i32>load<u8>(column + <usize><u32>sample);
    store<u64>(samples + left, sample);
    store<u64>(moved + right, sample);
    const goesLeft = value < high;
    if (goesLeft && value > highestLeft) highestLeft = value;
    left += <usize>goesLeft << 3;
    right += 8 - (<usize>goesLeft << 3);
  }
  memory.copy(samples + left, moved, right);
  return <i32>(left >> 3);
}

/** scikit-learn's test of `impurity_improvement` against `min_impurity_decrease`, which is 0. */
function improves(job: GrowJob, start: i32, middle: i32, weight: i64, impurity: f64, treeWeight: f64): bool {
  const w = <f64>weight;
  const samples = job.samples;
  const wl = <f64>countClasses(
    job.left,
    job.classes,
    samples + (<usize>start << 3),
    samples + (<usize>middle << 3),
  );
  const wr = w - wl;
  for (let k = 0; k < job.classes; k++) {
    const at = <usize>k << 2;
    store<u32>(job.right + at, load<u32>(job.totals + at) - load<u32>(job.left + at));
  }
  const impurityLeft = gini(<f64>sumOfSquares(job.left, job.classes), wl);
  const impurityRight = gini(<f64>sumOfSquares(job.right, job.classes), wr);
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
    const weight = load<u32>(job.totals + (<usize>k << 2));
    if (weight == 0) continue;
    store<u8>(job.leafClass + leafEntries, k);
    store<u32>(job.leafWeight + (<usize>leafEntries << 2), weight);
    leafEntries++;
  }
  leaves++;
  store<u32>(job.leafStart + (<usize>leaves << 2), leafEntries);
}
