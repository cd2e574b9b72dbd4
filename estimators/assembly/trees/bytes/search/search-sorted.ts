import { clearWeights } from '../../class-weights';
import * as node from '../../node';
import { BestByteJob } from '../../records';
import { consider, reachToBeat } from './score';

/** The most entries that are sorted: they fit in one vector of bytes. */
export const MAX_SORTED: i32 = 16;

/**
 * Searches the splits of a feature by its few entries, sorted from the highest value down.
 *
 * With R the class weights on the right of a split, T those of the node, and a weight h of some class moving to
 * the right, sum R^2 grows by h (2 R + h), sum R T by h T; and sum (T - R)^2 = sum T^2 - 2 sum R T + sum R^2.
 *
 * @param entries u32[found], and room for as many as a vector holds
 */
export function searchSorted(job: BestByteJob, entries: usize, found: i32, classBits: i32): void {
  const sorted = job.sorted;
  sortDescending(entries, found, sorted, classBits);
  const totals = job.totals;
  const right = job.right;
  clearWeights(right, job.classes);
  const leaf = job.minSamplesLeaf;
  const count = node.count;
  const weight = <f64>node.weight;
  const classMask = (1 << classBits) - 1;
  let rightWeight: i64 = 0;
  let rightSquares: i64 = 0;
  let leftSquares = node.squares;
  let entry = load<u32>(sorted);
  for (let i = 1; i <= found; i++) {
    const at = <usize>(entry & classMask) << 2;
    const h = <i64>(entry >> 16);
    const r = <i64>load<u32>(right + at);
    store<u32>(right + at, <u32>(r + h));
    const grown = h * (2 * r + h);
    rightSquares += grown;
    leftSquares += grown - 2 * h * <i64>load<u32>(totals + at);
    rightWeight += h;
    const following = load<u32>(sorted + (<usize>i << 2));
    if (((entry ^ following) & 0xffff) >> classBits != 0 && i >= leaf && count - i >= leaf) {
      const wr = <f64>rightWeight;
      const wl = weight - wr;
      const sr = <f64>rightSquares;
      const sl = <f64>leftSquares;
      if (sr * wl + sl * wr >= reachToBeat() * (wr * wl)) {
        consider(wr, wl, sr, sl, (entry & 0xffff) >> classBits);
      }
    }
    entry = following;
  }
}

/** Puts each entry at its rank: as many entries are greater, or equal and before it. An entry of 0 ends them. */
function sortDescending(entries: usize, found: i32, sorted: usize, classBits: i32): void {
  const mask = i32x4.splat(0xff);
  const low = i16x8.narrow_i32x4_u(
    v128.and(i32x4.shr_u(v128.load(entries), classBits), mask),
    v128.and(i32x4.shr_u(v128.load(entries, 16), classBits), mask),
  );
  const high = i16x8.narrow_i32x4_u(
    v128.and(i32x4.shr_u(v128.load(entries, 32), classBits), mask),
    v128.and(i32x4.shr_u(v128.load(entries, 48), classBits), mask),
  );
  // Signed bytes compare in one instruction.
  const values = v128.xor(i8x16.narrow_i16x8_u(low, high), i8x16.splat(-128));
  const used = (1 << found) - 1;
  let before = 0;
  for (let i = 0; i < found; i++) {
    const entry = load<u32>(entries + (<usize>i << 2));
    const value = i8x16.splat(<i8>((entry >> classBits) ^ 0x80));
    const greater = i8x16.bitmask(i8x16.gt_s(values, value)) & used;
    const equal = i8x16.bitmask(i8x16.eq(values, value)) & before;
    store<u32>(sorted + (<usize>popcnt(greater | equal) << 2), entry);
    before = (before << 1) | 1;
  }
  store<u32>(sorted + (<usize>found << 2), 0);
}
