import { numberOf } from '../../math/keys';
import { RealJob } from '../records';

// The data that trees are grown on, as place.ts lays it out: u32[columns][rows], keys for random splits, ranks for the best.

/** Scikit-learn takes neighbouring values that differ by no more for one. Sums are of 32 bits, as there. */
const FEATURE_THRESHOLD: f32 = 1e-7;

/** The column of a feature: u32 for each place. */
@inline
export function columnOf(job: RealJob, feature: i32): usize {
  return job.numbers + ((<usize>feature * job.rows) << 2);
}

/** Where the values of a feature's ranks are. */
@inline
export function valuesOf(job: RealJob, feature: i32): usize {
  return job.values + ((<usize>feature * job.rows) << 2);
}

/** The value that stands in a feature's column as its key, or as its rank. */
@inline
export function valueOf(job: RealJob, feature: i32, number: u32): f32 {
  return job.values == 0 ? numberOf(number) : load<f32>(valuesOf(job, feature) + (<usize>number << 2));
}

/** Whether a value counts as equal to a lower one. */
@inline
export function isSame(lower: f32, higher: f32): bool {
  return higher <= lower + FEATURE_THRESHOLD;
}
