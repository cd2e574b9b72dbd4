import { PackedTree } from './records';
import { drawWeights } from './samples';
import { addLeaf, treeAt, walk } from './walk';

/** Writes 1 for each sample that the bootstrap of the tree with this seed left out, else 0: u8[rows]. */
export function markLeftOut(twister: usize, drawn: usize, rows: i32, seed: u32, marks: usize): i32 {
  drawWeights(twister, drawn, rows, seed);
  for (let i: usize = 0; i < <usize>rows; i++) {
    store<u8>(marks + i, <u32>(load<u32>(drawn + (i << 2)) == 0));
  }
  return 0;
}

/**
 * The mean class shares of `rows` samples over the trees that left them out: f64[rows][classes]. All 0 for a
 * sample that no tree left out.
 * @param leftOut the marks of the first of these samples; those of the next tree are `marksStride` bytes on
 */
export function meanLeftOutShares<T extends PackedTree>(
  trees: usize,
  treeCount: i32,
  samples: usize,
  rowBytes: usize,
  rows: i32,
  classes: i32,
  leftOut: usize,
  marksStride: i32,
  means: usize,
): i32 {
  const sumBytes = <usize>classes << 3;
  memory.fill(means, 0, <usize>rows * sumBytes);
  for (let t = 0; t < treeCount; t++) {
    const tree = treeAt<T>(trees, t);
    const marks = leftOut + <usize>t * marksStride;
    for (let row = 0; row < rows; row++) {
      if (!load<u8>(marks + row)) continue;
      addLeaf<T>(tree, walk<T>(tree, samples + <usize>row * rowBytes), means + <usize>row * sumBytes);
    }
  }
  divideByTrees(leftOut, marksStride, treeCount, rows, classes, means);
  return 0;
}

/** Divides each sample's sums of class shares by how many trees left it out, if any did. */
function divideByTrees(
  leftOut: usize,
  marksStride: i32,
  treeCount: i32,
  rows: i32,
  classes: i32,
  sums: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let count = 0;
    for (let t = 0; t < treeCount; t++) count += load<u8>(leftOut + <usize>t * marksStride + row);
    if (count == 0) continue;
    for (let k = 0; k < classes; k++) {
      const at = sums + ((<usize>row * classes + k) << 3);
      store<f64>(at, load<f64>(at) / <f64>count);
    }
  }
}
