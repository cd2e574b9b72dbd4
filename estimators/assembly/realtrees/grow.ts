import { countClasses, sumOfSquares } from '../forest/class-weights';
import { startDraws } from '../forest/draw-features';
import { addLeaf, addNode, begin, nodeCount, pop, push, stackTop } from '../forest/growth';
import { gini, improves, isLeaf } from '../forest/impurity';
import { Frame, GrowJob } from '../forest/job';
import { enterNode } from '../forest/node';
import { placeSamples } from '../forest/samples';
import { searchBestSplit, startReach } from './best-split';
import { endCandidates, foundConstant, foundVarying, nextCandidate, startCandidates } from './candidates';
import * as chosen from './chosen';
import { columnOf, isSame, openColumns, valueOf } from './columns';
import { highest, lowest, readEntries } from './entries';
import { part } from './part';
import { tryRandomSplit } from './random-split';

/**
 * Grows the tree with this seed (scikit-learn's DepthFirstTreeBuilder with its BestSplitter), nodes in preorder, and
 * returns how many nodes it has.
 * @param address a GrowJob, without what only bytes need
 * @param ranks u32[columns][rows] and `values` f32[columns][rows], of `rankColumn`
 * @param thresholds f64[2 rows]: receives the threshold of each node
 */
export function growTree(
  address: usize,
  seed: u32,
  bootstrap: i32,
  ranks: usize,
  values: usize,
  thresholds: usize,
): i32 {
  const job = changetype<GrowJob>(address);
  openColumns(job, ranks, values);
  return grow(job, seed, bootstrap != 0, thresholds, false);
}

/**
 * The same with scikit-learn's RandomSplitter.
 * @param keys u32[columns][rows], of `keyColumn`
 */
export function growRandomTree(address: usize, seed: u32, bootstrap: i32, keys: usize, thresholds: usize): i32 {
  const job = changetype<GrowJob>(address);
  openColumns(job, keys, 0);
  return grow(job, seed, bootstrap != 0, thresholds, true);
}

function grow(job: GrowJob, seed: u32, bootstrap: bool, thresholds: usize, random: bool): i32 {
  const count = placeSamples(job, seed, bootstrap);
  startDraws(job, seed);
  begin(job);
  const samples = job.samples;
  const treeWeight = <f64>countClasses(job.totals, job.classes, samples, samples + (<usize>count << 3));
  push(0, count, 0, -1, 0, 0);
  while (stackTop > job.stack) growNode(job, pop(), treeWeight, thresholds, random);
  return nodeCount();
}

function growNode(job: GrowJob, frame: Frame, treeWeight: f64, thresholds: usize, random: bool): void {
  const start = frame.start;
  const end = frame.end;
  const depth = frame.depth;
  const count = end - start;
  const node = addNode(job, frame);
  const threshold = thresholds + (<usize>node << 3);
  store<f64>(threshold, -2);

  const samples = job.samples + (<usize>start << 3);
  const weight = countClasses(job.totals, job.classes, samples, job.samples + (<usize>end << 3));
  const squares = sumOfSquares(job.totals, job.classes);
  const impurity = gini(<f64>squares, <f64>weight);
  if (isLeaf(job, depth, count, impurity)) {
    addLeaf(job, node, count);
    return;
  }

  enterNode(count, weight, squares);
  const constants = searchSplit(job, samples, count, frame.constants, random);
  if (chosen.feature < 0) {
    addLeaf(job, node, count);
    return;
  }
  const middle = part(job, columnOf(chosen.feature), start, end, chosen.cut);
  if (!improves(job, start, middle, weight, impurity, treeWeight)) {
    addLeaf(job, node, count);
    return;
  }
  store<i16>(job.feature + (<usize>node << 1), <i16>chosen.feature);
  store<f64>(threshold, chosen.threshold);
  push(middle, end, depth + 1, node, constants, 0);
  push(start, middle, depth + 1, -1, constants, 0);
}

/** Searches the node that was entered; returns how many features are known to be constant in it. */
function searchSplit(job: GrowJob, samples: usize, count: i32, known: i32, random: bool): i32 {
  chosen.startChoice();
  startReach();
  startCandidates(job, known);
  for (let feature = nextCandidate(job); feature >= 0; feature = nextCandidate(job)) {
    readEntries(job, columnOf(feature), samples, count);
    if (isSame(valueOf(feature, lowest), valueOf(feature, highest))) {
      foundConstant(job);
      continue;
    }
    foundVarying(job);
    if (random) tryRandomSplit(job, feature);
    else if (!chosen.isPerfect()) searchBestSplit(job, feature);
  }
  return endCandidates(job);
}
