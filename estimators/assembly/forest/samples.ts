import { GrowJob } from './job';
import { interval, seedTwister } from './mt19937';

/**
 * Fills `samples` and `weighted` with the samples of a tree and returns how many there are. With `bootstrap`,
 * `rows` samples are drawn with replacement (scikit-learn's `_generate_sample_indices`): a sample's weight is
 * how often it was drawn, and one that was never drawn is not in the tree.
 */
export function placeSamples(job: GrowJob, seed: u32, bootstrap: bool): i32 {
  const rows = job.rows;
  const weights = job.entries;
  if (bootstrap) {
    drawWeights(job.twister, weights, rows, seed);
  } else {
    for (let i = 0; i < rows; i++) store<u32>(weights + (<usize>i << 2), 1);
  }
  let count = 0;
  for (let i = 0; i < rows; i++) {
    const weight = load<u32>(weights + (<usize>i << 2));
    if (weight == 0) continue;
    // An entry keeps 16 bits for the weight; 65,536 draws of one sample do not happen.
    if (weight > 0xffff) unreachable();
    const place = <usize>count << 2;
    store<u32>(job.samples + place, i);
    store<u32>(job.weighted + place, (weight << 8) | load<u8>(job.labels + i));
    count++;
  }
  return count;
}

/** How often each of `rows` samples is drawn in the bootstrap of the tree with this seed: u32[rows]. */
export function drawWeights(twister: usize, weights: usize, rows: i32, seed: u32): void {
  memory.fill(weights, 0, <usize>rows << 2);
  seedTwister(twister, seed);
  for (let i = 0; i < rows; i++) {
    const at = weights + (<usize>interval(twister, rows - 1) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}
