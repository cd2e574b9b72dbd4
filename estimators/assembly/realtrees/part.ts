import { GrowJob } from '../forest/job';

/**
 * Moves the samples of `start..end` that have at most `cut` in a column to the front, both sides keeping their order, and
 * returns where the right side begins.
 */
export function part(job: GrowJob, column: usize, start: i32, end: i32, cut: u32): i32 {
  const samples = job.samples;
  const moved = job.moved;
  // samples[start..left]: at most `cut`; moved[0..right]: the others; samples[i..end]: not looked at yet.
  let left = <usize>start << 3;
  let right: usize = 0;
  for (let i = <usize>start << 3, stop = <usize>end << 3; i < stop; i += 8) {
    const sample = load<u64>(samples + i);
    const goesLeft = <usize>(load<u32>(column + (<usize><u32>sample << 2)) <= cut);
    store<u64>(samples + left, sample);
    store<u64>(moved + right, sample);
    left += goesLeft << 3;
    right += 8 - (goesLeft << 3);
  }
  memory.copy(samples + left, moved, right);
  return <i32>(left >> 3);
}
