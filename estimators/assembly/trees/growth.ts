import * as node from './node';
import { highestLeft } from './part';
import { Frame, GrowJob } from './records';

// A tree while it grows: the nodes that wait, depth first, and what is written of it (estimators/tree/tree.ts).

let nodes: i32 = 0;
let leaves: i32 = 0;
let leafEntries: i32 = 0;
/** Where the next node that is to wait is put; all waiting ones lie between the stack's beginning and here. */
export let stackTop: usize = 0;

/** Begins a tree: nothing is written, no node waits. */
@inline
export function begin(job: GrowJob): void {
  nodes = 0;
  leaves = 0;
  leafEntries = 0;
  stackTop = job.stack;
  store<u32>(job.leafStart, 0);
}

/** How many nodes were written. */
@inline
export function nodeCount(): i32 {
  return nodes;
}

/** Takes the node that came last. */
@inline
export function pop(): Frame {
  stackTop -= offsetof<Frame>();
  return changetype<Frame>(stackTop);
}

/** Lets a node wait. */
export function push(start: i32, end: i32, depth: i32, rightOf: i32, constants: i32, level: i32): void {
  const frame = changetype<Frame>(stackTop);
  frame.start = start;
  frame.end = end;
  frame.depth = depth;
  frame.rightOf = rightOf;
  frame.constants = constants;
  frame.level = level;
  stackTop += offsetof<Frame>();
}

/** Begins the next node, in preorder; returns its number. */
@inline
export function addNode(job: GrowJob, frame: Frame): i32 {
  const number = nodes++;
  if (frame.rightOf >= 0) store<i32>(job.next + (<usize>frame.rightOf << 2), number);
  return number;
}

/** What marks a leaf (LEAF of estimators/tree/tree.ts). */
const LEAF: i16 = -2;

/** Ends the tree at the node of this number, whose class weights are in `totals`. */
export function addLeaf(job: GrowJob, number: i32, count: i32): void {
  store<i16>(job.feature + (<usize>number << 1), LEAF);
  if (job.thresholds != 0) store<f64>(job.thresholds + (<usize>number << 3), LEAF);
  store<i32>(job.next + (<usize>number << 2), leaves);
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

/** Gives the node of this number the split that was chosen, by which its samples were just parted. */
@inline
export function addSplit(job: GrowJob, number: i32): void {
  store<i16>(job.feature + (<usize>number << 1), <i16>node.feature);
  if (job.thresholds != 0) store<f64>(job.thresholds + (<usize>number << 3), node.threshold);
  else store<u16>(job.cut + (<usize>number << 1), <u16>((highestLeft << 8) | (node.cut + 1)));
}
