import { columnsAt, descend, strideAt, WHOLE } from './blocks';
import { countClasses, sumOfSquares } from './class-weights';
import { constantsKnown, drawFeatures, startDraws } from './draw-features';
import { gini, improves, isLeaf } from './impurity';
import { Frame, GrowJob } from './job';
import { enterNode } from './node';
import { placeSamples } from './samples';
import * as score from './score';
import { searchSplit } from './search-split';
import { addLeaf, addNode, begin, nodeCount, pop, push, stackTop } from './growth';
import { highestLeft, part } from './part';

/**
 * Grows the tree with this seed (scikit-learn's DepthFirstTreeBuilder with its BestSplitter), nodes in
 * preorder, and returns how many nodes it has.
 */
export function growTree(address: usize, seed: u32, bootstrap: i32): i32 {
  const job = changetype<GrowJob>(address);
  const count = placeSamples(job, seed, bootstrap != 0);
  startDraws(job, seed);
  begin(job);
  const samples = job.samples;
  const treeWeight = <f64>countClasses(job.totals, job.classes, samples, samples + (<usize>count << 3));
  push(0, count, 0, -1, 0, WHOLE);
  while (stackTop > job.stack) growNode(job, pop(), treeWeight);
  return nodeCount();
}

function growNode(job: GrowJob, frame: Frame, treeWeight: f64): void {
  const start = frame.start;
  const end = frame.end;
  const depth = frame.depth;
  const count = end - start;
  const node = addNode(job, frame);

  const samples = job.samples + (<usize>start << 3);
  const weight = countClasses(job.totals, job.classes, samples, job.samples + (<usize>end << 3));
  const squares = sumOfSquares(job.totals, job.classes);
  const impurity = gini(<f64>squares, <f64>weight);
  if (isLeaf(job, depth, count, impurity)) {
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
  store<u16>(job.cut + (<usize>node << 1), <u16>((highestLeft << 8) | score.high));
  push(middle, end, depth + 1, node, constantsKnown, level);
  push(start, middle, depth + 1, -1, constantsKnown, level);
}
