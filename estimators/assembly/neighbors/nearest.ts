import { dots, listBytes, listPairs, locatePairs, toDistances } from '../svm/dots';
import { columnBytes } from '../svm/pack';

/** Samples are packed in parts of this many, which stay in the cache for all queries of a task. */
const PART: u32 = 256;

/** A list's number of entries and the query's squared length stand before it. */
const LIST_HEAD: usize = 8;

/** Bytes of scratch that `nearest` needs for `count` queries. */
export function nearestScratchBytes(features: u32, count: u32): f64 {
  return PART * 4 + <f64>(listBytes(features) + LIST_HEAD) * <f64>count;
}

/**
 * Finds the `k` packed samples nearest to each of `count` queries. `columns` (a multiple of a block) hold `samples`
 * samples, numbered from `first` on. Writes k u64 a query, ascending: the squared distance in the upper half and the
 * sample's number in the lower, so that of equal distances the first sample is nearer. Places beyond `samples` have all
 * bits set.
 */
export function nearest(
  queries: usize,
  count: u32,
  features: u32,
  packed: usize,
  norms: usize,
  columns: u32,
  samples: u32,
  first: u32,
  k: u32,
  scratch: usize,
  out: usize,
): void {
  const oneList = listBytes(features) + LIST_HEAD;
  const lists = scratch + PART * 4;
  for (let query: u32 = 0; query < count; query++) {
    const list = lists + <usize>query * oneList;
    const entries = listPairs(queries + <usize>query * features, features, list + LIST_HEAD);
    store<u32>(list, entries);
    store<u32>(list, squaredLength(list + LIST_HEAD, entries), 4);
  }
  memory.fill(out, 0xff, (<usize>count * k) << 3);
  for (let column: u32 = 0; column < columns; column += PART) {
    const width = min(PART, columns - column);
    const part = packed + <usize>column * columnBytes(features);
    for (let query: u32 = 0; query < count; query++) {
      const list = lists + <usize>query * oneList;
      const entries = load<u32>(list);
      // All parts but the last have the same width.
      if (column == 0 || width < PART) locatePairs(list + LIST_HEAD, features, entries, width);
      dots(list + LIST_HEAD, features, entries, part, width, scratch);
      toDistances(scratch, width, load<u32>(list, 4), norms + (<usize>column << 2));
      keepNearest(scratch, min(width, samples - column), first + column, k, out + ((<usize>query * k) << 3));
    }
  }
}

/** Takes those of `count` distances into the ascending `k` best that belong there. */
function keepNearest(distances: usize, count: u32, first: u32, k: u32, best: usize): void {
  const last = best + (<usize>(k - 1) << 3);
  let worst = load<u64>(last);
  for (let i: u32 = 0; i < count; i++) {
    const candidate = (<u64>load<u32>(distances + (<usize>i << 2)) << 32) | <u64>(first + i);
    if (candidate >= worst) continue;
    let place = last;
    for (; place > best && load<u64>(place - 8) > candidate; place -= 8) {
      store<u64>(place, load<u64>(place - 8));
    }
    store<u64>(place, candidate);
    worst = load<u64>(last);
  }
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
