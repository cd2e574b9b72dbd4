import { divideByTrees } from '../forest/out-of-bag';
import { PackedTree } from '../forest/predict';
import { addLeaf, walk } from './predict';

/** The mean class shares of samples over the trees that left them out: as in forest/out-of-bag.ts, of 32-bit floats. */
export function meanLeftOutShares(
  trees: usize,
  treeCount: i32,
  images: usize,
  columns: i32,
  rows: i32,
  classes: i32,
  leftOut: usize,
  marksStride: i32,
  means: usize,
): i32 {
  const sumBytes = <usize>classes << 3;
  memory.fill(means, 0, <usize>rows * sumBytes);
  for (let t = 0; t < treeCount; t++) {
    const tree = changetype<PackedTree>(trees + <usize>t * offsetof<PackedTree>());
    const marks = leftOut + <usize>t * marksStride;
    for (let row = 0; row < rows; row++) {
      if (!load<u8>(marks + row)) continue;
      addLeaf(tree, walk(tree.nodes, images + ((<usize>row * columns) << 2)), means + <usize>row * sumBytes);
    }
  }
  divideByTrees(leftOut, marksStride, treeCount, rows, classes, means);
  return 0;
}
