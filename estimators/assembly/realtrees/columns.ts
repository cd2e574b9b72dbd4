import { GrowJob } from '../forest/job';
import { numberOf } from './keys';

// The data that trees are grown on, as place.ts lays it out: u32[columns][rows], keys for random splits, ranks for the best.

let columns: usize = 0;
/** f32[columns][rows]: the value of each rank; 0 where there are keys. */
let values: usize = 0;
let rows: usize = 0;

/** Scikit-learn takes neighbouring values that differ by no more for one. Sums are of 32 bits, as there. */
const FEATURE_THRESHOLD: f32 = 1e-7;

/** Begins to read these columns. */
export function openColumns(job: GrowJob, columnsAt: usize, valuesAt: usize): void {
  columns = columnsAt;
  values = valuesAt;
  rows = <usize>job.rows;
}

/** The column of a feature: u32 for each place. */
@inline
export function columnOf(feature: i32): usize {
  return columns + ((<usize>feature * rows) << 2);
}

/** Where the values of a feature's ranks are. */
@inline
export function valuesOf(feature: i32): usize {
  return values + ((<usize>feature * rows) << 2);
}

/** The number that stands in a feature's column as `key`: its key, or its rank. */
@inline
export function valueOf(feature: i32, key: u32): f32 {
  return values == 0 ? numberOf(key) : load<f32>(valuesOf(feature) + (<usize>key << 2));
}

/** Whether a value counts as equal to a lower one. */
@inline
export function isSame(lower: f32, higher: f32): bool {
  return higher <= lower + FEATURE_THRESHOLD;
}
