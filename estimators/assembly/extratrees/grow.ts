import { columnsAt, descend, strideAt, WHOLE } from '../forest/blocks';
import { countClasses, sumOfSquares } from '../forest/class-weights';
import { startDraws } from '../forest/draw-features';
import { addLeaf, addNode, begin, nodeCount, pop, push, stackTop } from '../forest/growth';
import { gini, improves, isLeaf } from '../forest/impurity';
import { Frame, GrowJob } from '../forest/job';
import { part } from '../forest/part';
import { placeSamples } from '../forest/samples';
import * as split from './random-split';

/**
 * Grows the tree with this seed (scikit-learn's DepthFirstTreeBuilder with its RandomSplitter), nodes in
 * preorder, and returns how many nodes it has.
 * @param thresholds f64[2 rows]: receives the threshold of each node
 */
export function growTree(address: usize, seed: u32, bootstrap: i32, thresholds: usize): i32 {
  const job = changetype<GrowJob>(address);
  const count = placeSamples(job, seed, bootstrap != 0);
  startDraws(job, seed);
  begin(job);
  const samples = job.samples;
  const treeWeight = <f64>countClasses(job.totals, job.classes, samples, samples + (<usize>count << 3));
  push(0, count, 0, -1, 0, WHOLE);
  while (stackTop > job.stack) growNode(job, pop(), treeWeight, thresholds);
  return nodeCount();
}

function growNode(job: GrowJob, frame: Frame, treeWeight: f64, thresholds: usize): void {
  const start = frame.start;
  const end = frame.end;
  const depth = frame.depth;
  const count = end - start;
  const node = addNode(job, frame);
  const threshold = thresholds + (<usize>node << 3);
  store<f64>(threshold, -2);

  const samples = job.samples + (<usize>start << 3);
  const weight = countClasses(job.totals, job.classes, samples, job.samples + (<usize>end << 3));
  const impurity = gini(<f64>sumOfSquares(job.totals, job.classes), <f64>weight);
  if (isLeaf(job, depth, count, impurity)) {
    addLeaf(job, node, count);
    return;
  }

  const level = descend(job, start, end, frame.level);
  const columns = columnsAt(job, level);
  const stride = strideAt(job, level);
  split.search(job, level, columns, stride, samples, count, weight, frame.constants);
  if (split.feature < 0) {
    addLeaf(job, node, count);
    return;
  }
  const lowest = <i32>split.threshold + 1;
  const middle = part(job, columns + <usize>split.feature * stride, start, end, lowest);
  if (!improves(job, start, middle, weight, impurity, treeWeight)) {
    addLeaf(job, node, count);
    return;
  }
  store<i16>(job.feature + (<usize>node << 1), <i16>split.feature);
  store<f64>(threshold, split.threshold);
  push(middle, end, depth + 1, node, split.constantsKnown, level);
  push(start, middle, depth + 1, -1, split.constantsKnown, level);
}
