import { interval, seedTwister } from '../math/mt19937';
import { GrowJob } from './records';

/**
 * Fills `samples` with the samples of a tree and returns how many there are. With `bootstrap`, `rows` samples
 * are drawn with replacement (scikit-learn's `_generate_sample_indices`): a sample's weight is how often it was
 * drawn, and one that was never drawn is not in the tree.
 */
export function placeSamples(job: GrowJob, seed: u32, bootstrap: bool): i32 {
  const rows = job.rows;
  const drawn = job.drawn;
  if (bootstrap) drawWeights(job.twister, drawn, rows, seed);
  let to = job.samples;
  for (let i = 0; i < rows; i++) {
    const sample = load<u32>(job.order + (<usize>i << 2));
    const weight = bootstrap ? load<u32>(drawn + (<usize>sample << 2)) : 1;
    if (weight == 0) continue;
    // A sample has 16 bits for its weight; 65,536 draws of the same one do not happen.
    if (weight > 0xffff) unreachable();
    store<u64>(to, (<u64>weight << 48) | (<u64>load<u8>(job.labels + i) << 32) | <u64>i);
    to += 8;
  }
  return <i32>((to - job.samples) >> 3);
}

/** How often each of `rows` samples is drawn in the bootstrap of the tree with this seed: u32[rows]. */
export function drawWeights(twister: usize, drawn: usize, rows: i32, seed: u32): void {
  memory.fill(drawn, 0, <usize>rows << 2);
  seedTwister(twister, seed);
  for (let i = 0; i < rows; i++) {
    const at = drawn + (<usize>interval(twister, rows - 1) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}
