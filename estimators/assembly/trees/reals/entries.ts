import { RealJob } from '../records';

/** The lowest and the highest number that `readEntries` met. */
export let lowest: u32 = 0;
export let highest: u32 = 0;

/**
 * Writes an entry for each of a node's samples to `job.entries`, u64: what its column has for it in the upper half,
 * `weight << 16 | class` in the lower one.
 */
export function readEntries(job: RealJob, column: usize, samples: usize, count: i32): void {
  let low: u32 = 0xffffffff;
  let high: u32 = 0;
  let to = job.entries;
  for (let end = samples + (<usize>count << 3); samples < end; samples += 8) {
    const sample = load<u64>(samples);
    const key = load<u32>(column + (<usize><u32>sample << 2));
    store<u64>(to, (<u64>key << 32) | (sample >> 32));
    to += 8;
    low = min(low, key);
    high = max(high, key);
  }
  lowest = low;
  highest = high;
}
