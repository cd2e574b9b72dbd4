import { clear, find, insert, rowAt } from './row-cache';
import { Session } from './session';

/**
 * The f32 kernel values of a member with all members, then zeros up to the session's width. Valid until two
 * further rows are asked for.
 */
export function kernelRow<S extends Session>(session: S, member: i32): usize {
  const slot = find(session.rows, member);
  if (slot >= 0) return rowAt(session.rows, slot);
  const row = rowAt(session.rows, insert(session.rows, member));
  session.computeRow(member, row);
  return row;
}

/**
 * The f32 kernel values of a member with the samples in the solver's dense order. Valid until two further rows
 * are asked for.
 */
export function activeRow<S extends Session>(session: S, member: i32): usize {
  if (session.solver.full) return kernelRow(session, member);
  const slot = find(session.activeRows, member);
  if (slot >= 0) return rowAt(session.activeRows, slot);
  const values = kernelRow(session, member);
  const row = rowAt(session.activeRows, insert(session.activeRows, member));
  const length = session.solver.length;
  gather(values, session.solver.members, length, row);
  session.work -= length;
  return row;
}

/** To be called when the solver's dense order changes. */
export function forgetActiveRows(session: Session): void {
  clear(session.activeRows);
}

/** row[k] = values[members[k]] for k = 0..length-1; length is a multiple of 4. */
export function gather(values: usize, members: usize, length: i32, row: usize): void {
  for (const end = row + (<usize>length << 2); row < end; row += 16) {
    const a = load<u32>(values + (<usize>load<u32>(members) << 2));
    const b = load<u32>(values + (<usize>load<u32>(members, 4) << 2));
    const c = load<u32>(values + (<usize>load<u32>(members, 8) << 2));
    const d = load<u32>(values + (<usize>load<u32>(members, 12) << 2));
    store<u32>(row, a);
    store<u32>(row, b, 4);
    store<u32>(row, c, 8);
    store<u32>(row, d, 12);
    members += 16;
  }
}

/** Fills a row up with zeros behind its members' values. */
export function fillUp(session: Session, row: usize): void {
  const end = <usize>session.count << 2;
  memory.fill(row + end, 0, (<usize>session.width << 2) - end);
}

/** Notes whether a value of a row is too large for an f32. */
export function checkRow(session: Session, row: usize): void {
  for (const end = row + (<usize>session.count << 2); row < end; row += 4) {
    if (!(Mathf.abs(load<f32>(row)) < Infinity)) session.overflown = true;
  }
}
