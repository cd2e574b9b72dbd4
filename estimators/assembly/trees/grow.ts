import { countClasses, sumOfSquares } from './class-weights';
import { startDraws, tryFeatures } from './draws';
import { addLeaf, addNode, addSplit, begin, nodeCount, pop, push, stackTop } from './growth';
import { gini, improves, isLeaf } from './impurity';
import * as node from './node';
import { Frame, GrowJob } from './records';
import { placeSamples } from './samples';

/**
 * Grows the tree with this seed (scikit-learn's DepthFirstTreeBuilder with the splitter of class J), nodes in preorder, and
 * returns how many nodes it has.
 */
export function growTree<J extends GrowJob>(address: usize, seed: u32, bootstrap: i32): i32 {
  const job = changetype<J>(address);
  const count = placeSamples(job, seed, bootstrap != 0);
  startDraws(job, seed);
  begin(job);
  const samples = job.samples;
  const treeWeight = <f64>countClasses(job.totals, job.classes, samples, samples + (<usize>count << 3));
  push(0, count, 0, -1, 0, 0);
  while (stackTop > job.stack) growNode<J>(job, pop(), treeWeight);
  return nodeCount();
}

function growNode<J extends GrowJob>(job: J, frame: Frame, treeWeight: f64): void {
  const start = frame.start;
  const end = frame.end;
  const depth = frame.depth;
  const count = end - start;
  const number = addNode(job, frame);

  const samples = job.samples + (<usize>start << 3);
  const weight = countClasses(job.totals, job.classes, samples, job.samples + (<usize>end << 3));
  const squares = sumOfSquares(job.totals, job.classes);
  const impurity = gini(<f64>squares, <f64>weight);
  if (isLeaf(job, depth, count, impurity)) {
    addLeaf(job, number, count);
    return;
  }

  const known = frame.constants;
  node.enterNode(samples, count, weight, squares);
  const level = job.enter(start, end, frame.level);
  const constants = tryFeatures<J>(job, known);
  job.endSearch();
  if (node.feature < 0) {
    addLeaf(job, number, count);
    return;
  }
  const middle = job.part(start, end);
  if (!improves(job, start, middle, weight, impurity, treeWeight)) {
    addLeaf(job, number, count);
    return;
  }
  addSplit(job, number);
  push(middle, end, depth + 1, number, constants, level);
  push(start, middle, depth + 1, -1, constants, level);
}
