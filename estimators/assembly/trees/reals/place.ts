import { keyOf, numberOf } from '../../math/keys';
import { sortEntries } from '../../math/sort-entries';

// How a training set of doubles is laid out to grow trees on: by feature, each value as a number of 32 bits that is in the
// order of the values as 32-bit floats, which is all that scikit-learn's trees see of them.

/**
 * Writes a feature's values as keys: for random splits, which need no order but each value's distance.
 * @param source f64[rows][columns]
 * @param order u32[rows]: the row of `source` that comes at each place
 * @param keys u32[rows]: receives the key of the value at each place
 */
export function keyColumn(source: usize, columns: i32, feature: i32, order: usize, rows: i32, keys: usize): i32 {
  for (let i: usize = 0; i < <usize>rows; i++) {
    const row = <usize>load<u32>(order + (i << 2));
    store<u32>(keys + (i << 2), keyOf(<f32>load<f64>(source + ((row * columns + feature) << 3))));
  }
  return 0;
}

/**
 * Ranks a feature's values: equal values have the same rank, and the next greater one has the next. Ranks are smaller
 * numbers than keys, so that a node sorts its samples in fewer rounds.
 * @param ranks u32[rows]: receives the rank of the value at each place
 * @param values f32[rows]: receives the value of each rank
 * @param entries u64[rows], and `spare` u64[rows]
 * @param counts u32[SORT_COUNTS]
 */
export function rankColumn(
  source: usize,
  columns: i32,
  feature: i32,
  order: usize,
  rows: i32,
  ranks: usize,
  values: usize,
  entries: usize,
  spare: usize,
  counts: usize,
): i32 {
  let lowest: u32 = 0xffffffff;
  let highest: u32 = 0;
  for (let i: usize = 0; i < <usize>rows; i++) {
    const row = <usize>load<u32>(order + (i << 2));
    const key = keyOf(<f32>load<f64>(source + ((row * columns + feature) << 3)));
    store<u64>(entries + (i << 3), (<u64>key << 32) | <u64>i);
    lowest = min(lowest, key);
    highest = max(highest, key);
  }
  const sorted = sortEntries(entries, spare, counts, rows, lowest, highest);
  let rank: u32 = 0;
  let before = lowest;
  store<f32>(values, numberOf(lowest));
  for (let at = sorted, end = sorted + (<usize>rows << 3); at < end; at += 8) {
    const key = load<u32>(at, 4);
    if (key != before) {
      before = key;
      rank++;
      store<f32>(values + (<usize>rank << 2), numberOf(key));
    }
    store<u32>(ranks + (<usize>load<u32>(at) << 2), rank);
  }
  return 0;
}
