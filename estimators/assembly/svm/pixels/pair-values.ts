import { toDistances } from '../../rows/dots';
import { insert, rowAt } from '../solve/row-cache';
import { usesDistances } from '../solve/session';
import { copySharedRow, shareRow } from '../solve/shared-rows';
import { copyProducts } from './known-products';
import { mirror, MIRRORED } from './mirror';
import { classValues, finishRow, PixelRows } from './pixel-rows';

/**
 * The kernel values of a pair of classes whose products are known: all its rows at once, so that the values of one
 * class with the other are computed once for both. Those of a class with itself are shared by all its pairs.
 */
export function fillRows(session: PixelRows): void {
  const firstCount = session.firstCount;
  const secondCount = session.count - firstCount;
  const rows = session.rows;
  // Nobody has a slot yet: the members get them in order, and the rows are a matrix.
  for (let member = 0; member < session.count; member++) insert(rows, member);
  for (let block = 0; block < firstCount; block += MIRRORED) {
    const end = min(block + MIRRORED, firstCount);
    for (let member = block; member < end; member++) {
      const values = rowAt(rows, member) + (<usize>firstCount << 2);
      columnIntegers(session, session.firstColumn + member, session.secondColumn, secondCount);
      classValues(session, session.integers, secondCount, values);
    }
    const source = rowAt(rows, block) + (<usize>firstCount << 2);
    const target = rowAt(rows, firstCount) + (<usize>block << 2);
    mirror(source, target, rows.rowBytes, end - block, secondCount);
  }
  // Only now: the mirror writes whole fours, and so a little too much where the second class's own values go.
  for (let member = 0; member < session.count; member++) {
    const row = rowAt(rows, member);
    if (member < firstCount) ownValues(session, member, session.firstColumn, firstCount, row);
    else ownValues(session, member - firstCount, session.secondColumn, secondCount, row + (<usize>firstCount << 2));
    finishRow(session, row);
  }
  session.work -= <i64>firstCount * secondCount * 8 + <i64>session.count * session.count;
}

/** The values with its own class of the `place`-th sample of a class, which has `count` columns from `first` on. */
function ownValues(session: PixelRows, place: i32, first: u32, count: i32, out: usize): void {
  const bytes = <usize>count << 2;
  const column = first + place;
  if (copySharedRow(session.sharedRows, column, bytes, out)) return;
  const values = session.integers;
  columnIntegers(session, column, first, count);
  classValues(session, values, count, values);
  memory.copy(out, values, bytes);
  shareRow(session.sharedRows, column, bytes, values);
}

/**
 * Puts the integers of a column with `count` columns from `first` on, of the same or a later class, into
 * session.integers; what fills up the last four of them means nothing.
 */
function columnIntegers(session: PixelRows, column: u32, first: u32, count: i32): void {
  const set = session.set;
  const at = <usize>first << 2;
  const width = (count + 3) & ~3;
  const products = <usize>load<u32>(set.productRows + (<usize>column << 2));
  copyProducts(set, products, first, count, session.integers);
  if (usesDistances(session)) {
    const norm = load<u32>(set.norms + (<usize>column << 2));
    toDistances(session.integers, width, norm, set.norms + at);
  }
}
