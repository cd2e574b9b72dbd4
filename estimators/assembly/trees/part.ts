import { GrowJob } from './records';

/** The highest byte on the left of the node parted last. */
export let highestLeft: u32 = 0;

/**
 * Moves the samples of `start..end` that have at most `cut` in a column of T to the front, both sides keeping their order,
 * and returns where the right side begins.
 */
@inline
export function part<T>(job: GrowJob, column: usize, start: i32, end: i32, cut: u32): i32 {
  const samples = job.samples;
  const moved = job.moved;
  let highest: u32 = 0;
  // samples[start..left]: at most `cut`; moved[0..right]: the others; samples[i..end]: not looked at yet.
  let left = <usize>start << 3;
  let right: usize = 0;
  for (let i = <usize>start << 3, stop = <usize>end << 3; i < stop; i += 8) {
    const sample = load<u64>(samples + i);
    const value = <u32>load<T>(column + <usize><u32>sample * sizeof<T>());
    store<u64>(samples + left, sample);
    store<u64>(moved + right, sample);
    const goesLeft = value <= cut;
    if (sizeof<T>() == 1 && goesLeft && value > highest) highest = value;
    left += <usize>goesLeft << 3;
    right += 8 - (<usize>goesLeft << 3);
  }
  highestLeft = highest;
  memory.copy(samples + left, moved, right);
  return <i32>(left >> 3);
}
