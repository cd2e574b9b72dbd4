import { dots, listPairs, locatePairs, toDistances } from '../rows/dots';
import { roundedRow } from './kernel-function';
import { columnBytes } from '../rows/pack';
import { PixelSession } from './pixel-session';
import { checkRow, fillUp, kernelRow } from './rows';
import { columnOf, usesDistances } from './session';
import { copySharedRow, shareRow } from './shared-rows';

/** How the rows of pixels come about: exact integers first, of which the kernel values are functions. */

/** The exact integers of a member with all columns of the pair. Only if the session keeps integers. */
export function integerRow(session: PixelSession, member: i32): usize {
  return kernelRow(session, member) + session.integersOffset;
}

/** Computes the row of a member. */
export function computeRow(session: PixelSession, member: i32, row: usize): void {
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
export function finishRow(session: PixelSession, row: usize): void {
  fillUp(session, row);
  if (!usesDistances(session)) checkRow(session, row);
}

/** The integers of a listed sample, which packed column `column` holds, with its own class. */
function ownDots(session: PixelSession, count: u32, norm: u32, column: u32, first: bool, out: usize): void {
  const bytes = <usize>(first ? session.firstWidth : session.secondWidth) << 2;
  if (copySharedRow(session.sharedRows, column, bytes, out)) return;
  classDots(session, count, norm, first, out);
  shareRow(session.sharedRows, column, bytes, out);
}

/** The integers of a listed sample with the first or the second class. */
function classDots(session: PixelSession, count: u32, norm: u32, first: bool, out: usize): void {
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
export function classValues(session: PixelSession, integers: usize, count: i32, row: usize): void {
  roundedRow(integers, count, session.form, session.gamma, session.coef0, session.degree, row);
}
