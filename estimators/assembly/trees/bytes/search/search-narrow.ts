import * as node from '../../node';
import { BestByteJob } from '../../records';
import { consider, reachToBeat } from './score';

/** A node is narrow if its weight fits in 15 bits and its classes in two vectors of 16-bit lanes. */
export const MAX_NARROW_WEIGHT: i64 = 0x7fff;
export const MAX_NARROW_CLASSES: i32 = 16;

/**
 * Searches the splits of a feature of a narrow node by a histogram u16[256][16] of its entries, from the highest
 * value down. R and T - R (see search-sorted.ts) are two vectors each, squared and summed in one instruction.
 */
export function searchNarrow(job: BestByteJob, entries: usize, found: i32): void {
  fill(job, entries, found);
  const histogram = job.histogram;
  const cells = job.cells;
  const leaf = job.minSamplesLeaf;
  const count = node.count;
  const weight = <f64>node.weight;
  const totals0 = i16x8.narrow_i32x4_u(v128.load(job.totals), v128.load(job.totals, 16));
  const totals1 = i16x8.narrow_i32x4_u(v128.load(job.totals, 32), v128.load(job.totals, 48));
  const zero = i32x4.splat(0);
  let right0 = zero;
  let right1 = zero;
  let passed = 0;
  let rightWeight = 0;
  for (let group = 15; group >= 0; group--) {
    const groupCells = cells + (<usize>group << 6);
    let present = presentCells(groupCells);
    while (present != 0) {
      const value = 31 - clz(present);
      present ^= 1 << value;
      const row = histogram + (<usize>((group << 4) | value) << 5);
      right0 = i16x8.add(right0, v128.load(row));
      right1 = i16x8.add(right1, v128.load(row, 16));
      v128.store(row, zero);
      v128.store(row, zero, 16);
      const cell = load<u32>(groupCells + (<usize>value << 2));
      store<u32>(groupCells + (<usize>value << 2), 0);
      rightWeight += cell & 0xffff;
      passed += cell >> 16;
      if (passed < leaf || count - passed < leaf) continue;

      const left0 = i16x8.sub(totals0, right0);
      const left1 = i16x8.sub(totals1, right1);
      const sr4 = i32x4.add(i32x4.dot_i16x8_s(right0, right0), i32x4.dot_i16x8_s(right1, right1));
      const sl4 = i32x4.add(i32x4.dot_i16x8_s(left0, left0), i32x4.dot_i16x8_s(left1, left1));
      // r0 + r2, l0 + l2, r1 + r3, l1 + l3
      const both = i32x4.add(
        i8x16.shuffle(sr4, sl4, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23),
        i8x16.shuffle(sr4, sl4, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31),
      );
      const squares = f64x2.convert_low_i32x4_s(
        i32x4.add(both, i8x16.shuffle(both, both, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)),
      );
      const sr = f64x2.extract_lane(squares, 0);
      const sl = f64x2.extract_lane(squares, 1);
      const wr = <f64>rightWeight;
      const wl = weight - wr;
      if (sr * wl + sl * wr >= reachToBeat() * (wr * wl)) {
        consider(wr, wl, sr, sl, (group << 4) | value);
      }
    }
  }
}

function fill(job: BestByteJob, entries: usize, found: i32): void {
  const histogram = job.histogram;
  const cells = job.cells;
  for (let i = entries, end = entries + (<usize>found << 2); i < end; i += 4) {
    const entry = load<u32>(i);
    const weight = entry >> 16;
    const bin = histogram + (<usize>(entry & 0xffff) << 1);
    store<u16>(bin, load<u16>(bin) + weight);
    // Both sums fit, since neither exceeds the node's weight.
    const cell = cells + <usize>((entry >> 2) & 0x3fc);
    store<u32>(cell, load<u32>(cell) + (weight | 0x10000));
  }
}

/** One bit for each of 16 cells that is not 0. */
@inline
function presentCells(cells: usize): i32 {
  const low = i16x8.narrow_i32x4_s(v128.load(cells), v128.load(cells, 16));
  const high = i16x8.narrow_i32x4_s(v128.load(cells, 32), v128.load(cells, 48));
  return i8x16.bitmask(i8x16.ne(i8x16.narrow_i16x8_s(low, high), i8x16.splat(0)));
}
