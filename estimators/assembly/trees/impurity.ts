import { countClasses, sumOfSquares } from './class-weights';
import { GrowJob } from './records';

/** NumPy's float64 epsilon: an impurity up to this is none. */
const EPSILON: f64 = 2.220446049250313e-16;

@inline
export function gini(squares: f64, weight: f64): f64 {
  return 1.0 - squares / (weight * weight);
}

/**
 * scikit-learn's score of a split, given the weights and the sums of squares of class weights on its sides. It is computed as
 * it stands, since another form rounds differently and grows a different tree.
 */
@inline
export function scoreOf(leftWeight: f64, rightWeight: f64, leftSquares: f64, rightSquares: f64): f64 {
  return -rightWeight * gini(rightSquares, rightWeight) - leftWeight * gini(leftSquares, leftWeight);
}

/** Whether a node is a leaf before any split is searched. */
@inline
export function isLeaf(job: GrowJob, depth: i32, count: i32, impurity: f64): bool {
  const leaf =
    depth >= job.maxDepth ||
    count < job.minSamplesSplit ||
    count < 2 * job.minSamplesLeaf ||
    impurity <= EPSILON;
  return leaf;
}

/** scikit-learn's test of `impurity_improvement` against `min_impurity_decrease`, which is 0. */
export function improves(job: GrowJob, start: i32, middle: i32, weight: i64, impurity: f64, treeWeight: f64): bool {
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
