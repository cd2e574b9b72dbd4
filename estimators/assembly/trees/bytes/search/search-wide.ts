import { clearWeights } from '../../class-weights';
import * as node from '../../node';
import { BestByteJob } from '../../records';
import { consider, reachToBeat } from './score';

/**
 * Searches the splits of a feature by a histogram u32[256][classes] of its entries, from the highest value down:
 * for any weight and any number of classes. See search-sorted.ts for the sums.
 */
export function searchWide(job: BestByteJob, entries: usize, found: i32, classBits: i32): void {
  fill(job, entries, found, classBits);
  const classes = job.classes;
  const totals = job.totals;
  const right = job.right;
  clearWeights(right, classes);
  const leaf = job.minSamplesLeaf;
  const count = node.count;
  const weight = <f64>node.weight;
  let passed = 0;
  let rightWeight: i64 = 0;
  let rightSquares: i64 = 0;
  let leftSquares = node.squares;
  for (let value = 255; value > 0; value--) {
    const cell = job.cells + (<usize>value << 2);
    if (load<u32>(cell) == 0) continue;
    passed += load<u32>(cell);
    store<u32>(cell, 0);
    const row = job.histogram + (<usize>(value * classes) << 2);
    for (let at: usize = 0, end = <usize>classes << 2; at < end; at += 4) {
      const h = <i64>load<u32>(row + at);
      if (h == 0) continue;
      const r = <i64>load<u32>(right + at);
      store<u32>(right + at, <u32>(r + h));
      const grown = h * (2 * r + h);
      rightSquares += grown;
      leftSquares += grown - 2 * h * <i64>load<u32>(totals + at);
      rightWeight += h;
    }
    memory.fill(row, 0, <usize>classes << 2);
    if (passed < leaf || count - passed < leaf) continue;
    const wr = <f64>rightWeight;
    const wl = weight - wr;
    const sr = <f64>rightSquares;
    const sl = <f64>leftSquares;
    if (sr * wl + sl * wr >= reachToBeat() * (wr * wl)) consider(wr, wl, sr, sl, value);
  }
}

function fill(job: BestByteJob, entries: usize, found: i32, classBits: i32): void {
  const classes = job.classes;
  const histogram = job.histogram;
  const cells = job.cells;
  const classMask = (1 << classBits) - 1;
  for (let i = entries, end = entries + (<usize>found << 2); i < end; i += 4) {
    const entry = load<u32>(i);
    const value = (entry & 0xffff) >> classBits;
    const bin = histogram + (<usize>(value * classes + (entry & classMask)) << 2);
    store<u32>(bin, load<u32>(bin) + (entry >> 16));
    const cell = cells + (<usize>value << 2);
    store<u32>(cell, load<u32>(cell) + 1);
  }
}
