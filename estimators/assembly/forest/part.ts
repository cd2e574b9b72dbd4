import { GrowJob } from './job';

/** The highest value on the left of the node parted last. */
export let highestLeft: i32 = 0;

/**
 * Moves the samples of `start..end` whose value is below `high` to the front, both sides keeping their order,
 * and returns where the right side begins.
 */
export function part(job: GrowJob, column: usize, start: i32, end: i32, high: i32): i32 {
  const samples = job.samples;
  const moved = job.moved;
  highestLeft = 0;
  // samples[start..left]: values below high; moved[0..right]: the others; samples[i..end]: not looked at yet.
  let left = <usize>start << 3;
  let right: usize = 0;
  for (let i = <usize>start << 3, stop = <usize>end << 3; i < stop; i += 8) {
    const sample = load<u64>(samples + i);
    const value = <i32>load<u8>(column + <usize><u32>sample);
    store<u64>(samples + left, sample);
    store<u64>(moved + right, sample);
    const goesLeft = value < high;
    if (goesLeft && value > highestLeft) highestLeft = value;
    left += <usize>goesLeft << 3;
    right += 8 - (<usize>goesLeft << 3);
  }
  memory.copy(samples + left, moved, right);
  return <i32>(left >> 3);
}
