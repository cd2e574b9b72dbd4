import { keyOf, numberOf } from '../../math/keys';
import { BYTE_VALUES, TABLE_BITS } from '../records';
import { isSame } from './columns';

const VALUES_BYTES: usize = 4 * BYTE_VALUES;
/** No number has this key. */
const EMPTY: u32 = 0xffffffff;
/** Slots of a table: a key (u32), and how many were met before it (u32). */
const TABLE_BYTES: usize = 8 << TABLE_BITS;

/**
 * Ranks the values of the features `first` to `last - 1` in bytes: equal values have the same rank, and the next greater one
 * has the next.
 * @param source f64[rows][columns]
 * @param bytes u8[rows][columns]: receives the ranks
 * @param values f32[columns][256]: receives the value of each rank
 * @param scratch RANKING_BYTES
 * @returns 1; 0 if a feature has more than 256 values, or two that scikit-learn takes for one
 */
export function rankInBytes(
  source: usize,
  columns: i32,
  rows: i32,
  first: i32,
  last: i32,
  bytes: usize,
  values: usize,
  scratch: usize,
): i32 {
  for (let feature = first; feature < last; feature++) {
    const from = source + (<usize>feature << 3);
    if (!rankColumn(from, columns, rows, bytes + feature, values + <usize>feature * VALUES_BYTES, scratch)) return 0;
  }
  return 1;
}

function rankColumn(from: usize, columns: i32, rows: i32, column: usize, values: usize, scratch: usize): bool {
  const table = scratch;
  memory.fill(table, 0xff, TABLE_BYTES);
  let count = 0;
  let before: u32 = EMPTY;
  let index: u32 = 0;
  // First how many values were met before each one, and the keys where the values will be.
  for (let to = column, end = column + <usize>rows * columns; to < end; to += columns) {
    const key = keyOf(<f32>load<f64>(from));
    from += <usize>columns << 3;
    if (key != before) {
      const slot = slotOf(table, key);
      if (load<u32>(slot) == EMPTY) {
        if (count == BYTE_VALUES) return false;
        store<u32>(slot, key);
        store<u32>(slot, count, 4);
        store<u32>(values + (<usize>count << 2), key);
        count++;
      }
      before = key;
      index = load<u32>(slot, 4);
    }
    store<u8>(to, index);
  }
  sortKeys(values, count);
  // u8[256]: the rank of the value that was met after so many others.
  const ranks = scratch + TABLE_BYTES;
  for (let rank = 0; rank < count; rank++) {
    const at = values + (<usize>rank << 2);
    const key = load<u32>(at);
    const value = numberOf(key);
    if (rank > 0 && isSame(load<f32>(at - 4), value)) return false;
    store<u8>(ranks + load<u32>(slotOf(table, key), 4), rank);
    store<f32>(at, value);
  }
  for (let at = column, end = column + <usize>rows * columns; at < end; at += columns) {
    store<u8>(at, load<u8>(ranks + load<u8>(at)));
  }
  return true;
}

/** The slot that a key has, or is to have. */
function slotOf(table: usize, key: u32): usize {
  let slot = (key * 0x9e3779b1) >> (32 - TABLE_BITS);
  let at = table + (<usize>slot << 3);
  while (load<u32>(at) != key && load<u32>(at) != EMPTY) {
    slot = (slot + 1) & ((1 << TABLE_BITS) - 1);
    at = table + (<usize>slot << 3);
  }
  return at;
}

/** Sorts keys (u32), ascending. */
function sortKeys(keys: usize, count: i32): void {
  for (let i = keys + 4, end = keys + (<usize>count << 2); i < end; i += 4) {
    const key = load<u32>(i);
    let at = i;
    while (at > keys && load<u32>(at - 4) > key) {
      store<u32>(at, load<u32>(at - 4));
      at -= 4;
    }
    store<u32>(at, key);
  }
}
