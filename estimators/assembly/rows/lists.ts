import { dots, listBytes, listPairs, locatePairs, toDistances } from './dots';
import { PART } from './records';

// Rows that are listed (dots.ts) and multiplied with packed samples, part by part. A list's number of entries and the row's
// squared length stand before it.

const HEAD: usize = 8;

/** Bytes that a row's list takes. */
@inline
export function rowBytes(features: u32): usize {
  return listBytes(features) + HEAD;
}

/** Lists a row. */
export function listRow(row: usize, features: u32, list: usize): void {
  const entries = listPairs(row, features, list + HEAD);
  store<u32>(list, entries);
  store<u32>(list, squaredLength(list + HEAD, entries), 4);
}

function squaredLength(list: usize, entries: u32): u32 {
  let sum: u32 = 0;
  for (const end = list + (<usize>entries << 2); list < end; list += 4) {
    const a = <u32>load<u16>(list);
    const b = <u32>load<u16>(list, 2);
    sum += a * a + b * b;
  }
  return sum;
}

/** Gets a listed row ready for groups of `width` columns. */
@inline
export function locateRow(list: usize, features: u32, width: u32): void {
  locatePairs(list + HEAD, features, load<u32>(list), width);
}

/** The products of a listed and located row with the `width` columns of a group. */
@inline
export function rowProducts(list: usize, features: u32, group: usize, width: u32, out: usize): void {
  dots(list + HEAD, features, load<u32>(list), group, width, out);
}

/** The products of a listed row with the `width` columns of the part that starts at `column`. Parts come in their order. */
export function partProducts(
  list: usize,
  features: u32,
  column: u32,
  width: u32,
  part: usize,
  out: usize,
): void {
  // All parts but the last have the same width.
  if (column == 0 || width < PART) locateRow(list, features, width);
  rowProducts(list, features, part, width, out);
}

/** The squared distances (u32) instead of products. `norms` are the part's. */
export function partDistances(
  list: usize,
  features: u32,
  column: u32,
  width: u32,
  part: usize,
  norms: usize,
  out: usize,
): void {
  partProducts(list, features, column, width, part, out);
  toDistances(out, width, load<u32>(list, 4), norms);
}
