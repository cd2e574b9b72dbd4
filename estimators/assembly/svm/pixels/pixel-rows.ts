import { dots, listPairs, locatePairs, toDistances } from '../../rows/dots';
import { columnBytes } from '../../rows/pack';
import { roundedRow } from '../kernel-function';
import { checkRow, fillUp, kernelRow } from '../solve/rows';
import { columnOf, Session, usesDistances } from '../solve/session';
import { copySharedRow, shareRow } from '../solve/shared-rows';

/**
 * What a session on pixels keeps, and how its rows come about: exact integers first, products of two samples or their squared
 * distances, of which the kernel values are functions.
 */
@unmanaged
export abstract class PixelRows extends Session {
  /** Whether the integers are kept behind the kernel values of a row, for probabilities; and where. */
  keepsIntegers: bool;
  integersOffset: usize;
  /** Scratch: a row's list of nonzero features; a row of integers; the held-out samples' columns in one. */
  list: usize;
  integers: usize;
  heldColumns: usize;
}

/** The exact integers of a member with all columns of the pair. Only if the session keeps integers. */
export function integerRow<S extends PixelRows>(session: S, member: i32): usize {
  return kernelRow<S>(session, member) + session.integersOffset;
}

/** The column of a member in the pair's rows of integers. */
@inline
export function integerColumnOf(session: PixelRows, member: i32): i32 {
  return member < session.firstCount ? member : session.firstWidth + (member - session.firstCount);
}

/** Computes the row of a member. */
export function computeRow(session: PixelRows, member: i32, row: usize): void {
  const integers = session.keepsIntegers ? row + session.integersOffset : session.integers;
  const set = session.set;
  const column = columnOf(session, member);
  const sample = load<u32>(set.order + (<usize>column << 2));
  const features = set.source + <usize>sample * session.features;
  const count = listPairs(features, session.features, session.list);
  const norm = load<u32>(set.norms + (<usize>column << 2));
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
}

/** Fills a row up, and notes whether a value is too large. Those of distances never are. */
export function finishRow(session: PixelRows, row: usize): void {
  fillUp(session, row);
  if (!usesDistances(session)) checkRow(session, row);
}

/** The integers of a listed sample, which packed column `column` holds, with its own class. */
function ownDots(session: PixelRows, count: u32, norm: u32, column: u32, first: bool, out: usize): void {
  const bytes = <usize>(first ? session.firstWidth : session.secondWidth) << 2;
  if (copySharedRow(session.sharedRows, column, bytes, out)) return;
  classDots(session, count, norm, first, out);
  shareRow(session.sharedRows, column, bytes, out);
}

/** The integers of a listed sample with the first or the second class. */
function classDots(session: PixelRows, count: u32, norm: u32, first: bool, out: usize): void {
  const set = session.set;
  const features = session.features;
  const column = <usize>(first ? session.firstColumn : session.secondColumn);
  const width = first ? session.firstWidth : session.secondWidth;
  locatePairs(session.list, features, count, width);
  dots(session.list, features, count, set.packed + column * columnBytes(features), width, out);
  if (usesDistances(session)) toDistances(out, width, norm, set.norms + (column << 2));
  session.work -= width * 2 + (<i64>count * <i64>width) / 16;
}

@inline
export function classValues(session: PixelRows, integers: usize, count: i32, row: usize): void {
  roundedRow(integers, count, session.form, session.gamma, session.coef0, session.degree, row);
}
