import { listRow, partDistances, rowBytes } from '../rows/lists';
import { columnBytes } from '../rows/pack';
import { PART } from '../rows/records';
import { NONE } from './records';

/** Bytes of scratch that `nearest` needs for `count` queries. */
export function nearestScratchBytes(features: u32, count: u32): f64 {
  return PART * 4 + <f64>rowBytes(features) * <f64>count;
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
  const lists = scratch + PART * 4;
  for (let query: u32 = 0; query < count; query++) {
    listRow(queries + <usize>query * features, features, lists + <usize>query * rowBytes(features));
  }
  memory.fill(out, <u8>NONE, (<usize>count * k) << 3);
  for (let column: u32 = 0; column < columns; column += PART) {
    const width = min(PART, columns - column);
    const part = packed + <usize>column * columnBytes(features);
    for (let query: u32 = 0; query < count; query++) {
      const list = lists + <usize>query * rowBytes(features);
      partDistances(list, features, column, width, part, norms + (<usize>column << 2), scratch);
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
