import { dots, listPairs, locatePairs, toDistances } from './dots';
import { roundedRow } from './kernel-function';
import { columnBytes } from './pack';
import { clear, find, insert, rowAt } from './row-cache';
import { columnOf, Session, usesDistances } from './session';
import { copySharedRow, shareRow } from './shared-rows';

/**
 * The f32 kernel values of a member with all members, then zeros up to the session's width. Valid until two
 * further rows are asked for.
 */
export function kernelRow(session: Session, member: i32): usize {
  const slot = find(session.rows, member);
  return slot >= 0 ? rowAt(session.rows, slot) : computeRow(session, member);
}

/** The exact integers of a member with all columns of the pair. Only if the session keeps integers. */
export function integerRow(session: Session, member: i32): usize {
  return kernelRow(session, member) + session.integersOffset;
}

/**
 * The f32 kernel values of a member with the samples in the solver's dense order. Valid until two further rows
 * are asked for.
 */
export function activeRow(session: Session, member: i32): usize {
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

function computeRow(session: Session, member: i32): usize {
  const row = rowAt(session.rows, insert(session.rows, member));
  const integers = session.keepsIntegers ? row + session.integersOffset : session.integers;
  const set = session.set;
  const column = columnOf(session, member);
  const sample = load<u32>(<usize>set.order + (<usize>column << 2));
  const image = <usize>set.images + <usize>sample * session.features;
  const count = listPairs(image, session.features, session.list);
  const norm = load<u32>(<usize>set.norms + (<usize>column << 2));
  const second = integers + (<usize>session.firstWidth << 2);
  if (member < session.firstCount) {
    ownDots(session, count, norm, column, true, integers);
    classDots(session, count, norm, false, second);
  } else {
    classDots(session, count, norm, true, integers);
    ownDots(session, count, norm, column, false, second);
  }
  // The first class's values end in those of columns that only fill up; the second's overwrite them.
  const firstCount = session.firstCount;
  const secondCount = session.count - firstCount;
  classValues(session, integers, firstCount, row);
  classValues(session, second, secondCount, row + (<usize>firstCount << 2));
  finishRow(session, row);
  return row;
}

/** Fills a row up, and notes whether a value is too large. */
export function finishRow(session: Session, row: usize): void {
  const end = <usize>session.count << 2;
  memory.fill(row + end, 0, (<usize>session.width << 2) - end);
  if (!usesDistances(session) && !isFiniteRow(row, row + end)) session.overflown = true;
}

function isFiniteRow(row: usize, end: usize): bool {
  for (; row < end; row += 4) {
    if (!(Mathf.abs(load<f32>(row)) < Infinity)) return false;
  }
  return true;
}

/** The integers of a listed sample, which packed column `column` holds, with its own class. */
function ownDots(session: Session, count: u32, norm: u32, column: u32, first: bool, out: usize): void {
  const bytes = <usize>(first ? session.firstWidth : session.secondWidth) << 2;
  if (copySharedRow(session.sharedRows, column, bytes, out)) return;
  classDots(session, count, norm, first, out);
  shareRow(session.sharedRows, column, bytes, out);
}

/** The integers of a listed sample with the first or the second class. */
function classDots(session: Session, count: u32, norm: u32, first: bool, out: usize): void {
  const set = session.set;
  const features = session.features;
  const column = <usize>(first ? session.firstColumn : session.secondColumn);
  const width = first ? session.firstWidth : session.secondWidth;
  locatePairs(session.list, features, count, width);
  dots(session.list, features, count, <usize>set.packed + column * columnBytes(features), width, out);
  if (usesDistances(session)) toDistances(out, width, norm, <usize>set.norms + (column << 2));
  session.work -= width * 2 + (<i64>count * <i64>width) / 16;
}

@inline
export function classValues(session: Session, integers: usize, count: i32, row: usize): void {
  roundedRow(integers, count, session.form, session.gamma, session.coef0, session.degree, row);
}
