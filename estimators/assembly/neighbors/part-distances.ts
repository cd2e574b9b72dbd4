import { PART } from '../rows/records';
import { dots, listBytes, listPairs, locatePairs, toDistances } from '../svm/dots';

/** A list's number of entries and the query's squared length stand before it. */
const LIST_HEAD: usize = 8;

/** Bytes that a query's list takes. */
@inline
export function queryBytes(features: u32): usize {
  return listBytes(features) + LIST_HEAD;
}

/** Lists `count` queries, one after the other. */
export function listQueries(queries: usize, count: u32, features: u32, lists: usize): void {
  for (let query: u32 = 0; query < count; query++) {
    const list = lists + <usize>query * queryBytes(features);
    const entries = listPairs(queries + <usize>query * features, features, list + LIST_HEAD);
    store<u32>(list, entries);
    store<u32>(list, squaredLength(list + LIST_HEAD, entries), 4);
  }
}

/**
 * Writes a listed query's squared distances (u32) to the `width` columns of the part that starts at `column`. Parts come
 * in their order.
 */
export function partDistances(
  list: usize,
  features: u32,
  column: u32,
  width: u32,
  part: usize,
  norms: usize,
  out: usize,
): void {
  const entries = load<u32>(list);
  // All parts but the last have the same width.
  if (column == 0 || width < PART) locatePairs(list + LIST_HEAD, features, entries, width);
  dots(list + LIST_HEAD, features, entries, part, width, out);
  toDistances(out, width, load<u32>(list, 4), norms);
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
