import { SharedRows } from '../records';

/**
 * Rows of integers of samples with their own class. Every pair of that class needs them, so the threads share
 * them: who computes one first publishes it, as long as there is room. Nobody waits; at worst two threads compute
 * the same row at once, and one of them keeps its result to itself.
 */

/** Rows start at multiples of this many bytes. */
const UNIT_BITS: usize = 6;
/** State of a row: not there; not to be published any more; else its place in units, plus 1. */
const ABSENT: i32 = 0;
const TAKEN: i32 = -1;

/** Copies the row of a packed column to `out`; false if it is not there. */
export function copySharedRow(rows: SharedRows, column: u32, bytes: usize, out: usize): bool {
  const state = atomic.load<i32>(stateOf(rows, column));
  if (state <= 0) return false;
  memory.copy(out, rows.data + (<usize>(state - 1) << UNIT_BITS), bytes);
  return true;
}

/** Publishes the row of a packed column, if it is the first and there is room. */
export function shareRow(rows: SharedRows, column: u32, bytes: usize, row: usize): void {
  const state = stateOf(rows, column);
  if (atomic.cmpxchg<i32>(state, ABSENT, TAKEN) != ABSENT) return;
  const units = <i32>((bytes + (1 << UNIT_BITS) - 1) >> UNIT_BITS);
  const place = atomic.add<i32>(rows.used, units);
  if (place + units > rows.units) {
    atomic.sub<i32>(rows.used, units);
    return;
  }
  memory.copy(rows.data + (<usize>place << UNIT_BITS), row, bytes);
  atomic.store<i32>(state, place + 1);
}

@inline
function stateOf(rows: SharedRows, column: u32): usize {
  return rows.states + (<usize>column << 2);
}
