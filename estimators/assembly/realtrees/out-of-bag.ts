import { addLeaf, PackedTree } from '../forest/predict';
import { walk } from './predict';

/** The mean class shares of samples over the trees that left them out: as in forest/out-of-bag.ts, of doubles. */
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
  for (let row = 0; row < rows; row++) {
    const image = images + ((<usize>row * columns) << 3);
    const sums = means + ((<usize>row * classes) << 3);
    memory.fill(sums, 0, <usize>classes << 3);
    let count = 0;
    for (let t = 0; t < treeCount; t++) {
      if (!load<u8>(leftOut + <usize>t * marksStride + row)) continue;
      const tree = changetype<PackedTree>(trees + <usize>t * offsetof<PackedTree>());
      addLeaf(tree, walk(tree.nodes, image), sums);
      count++;
    }
    if (count == 0) continue;
    for (let at = sums, end = sums + (<usize>classes << 3); at < end; at += 8) {
      store<f64>(at, load<f64>(at) / <f64>count);
    }
  }
  return 0;
}
