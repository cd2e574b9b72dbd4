import { TILE_BYTES } from '../records';
import { transposeRows } from './transpose';

// How a training set is laid out to grow trees on. Its rows are sorted by class, since the samples of a node are
// mostly of a few classes: then what a node reads lies closer together. The order of samples changes no result.

/**
 * Places the rows `from` to `to - 1` of the sorted order; `from` is a multiple of 64.
 * @param source u8[rows][columns]
 * @param order u32[rows]: the row of `source` that comes at each place
 * @param bySample u8[rows][rowBytes]: the rows in order, each filled up with zeros
 * @param masks u8[rows][maskBytes]: one bit for each value of a row, set where it is not zero
 * @param byFeature u8[rowBytes][stride]: the rows in order, transposed
 * @param tile TILE_BYTES, and then ADDRESSES_BYTES
 */
export function placeRows(
  source: usize,
  columns: i32,
  order: usize,
  from: i32,
  to: i32,
  bySample: usize,
  rowBytes: i32,
  masks: usize,
  maskBytes: i32,
  byFeature: usize,
  stride: i32,
  tile: usize,
): i32 {
  const addresses = tile + TILE_BYTES;
  for (let first = from; first < to; first += 64) {
    for (let i = 0; i < 64; i++) {
      const place = min(first + i, to - 1);
      const row = bySample + <usize>place * rowBytes;
      store<u32>(addresses + (<usize>i << 2), <u32>row);
      memory.copy(row, source + <usize>load<u32>(order + (<usize>place << 2)) * columns, columns);
      memory.fill(row + columns, 0, rowBytes - columns);
      maskRow(row, masks + <usize>place * maskBytes, maskBytes);
    }
    transposeRows(addresses, byFeature + first, stride, tile, min((to - first + 15) >> 4, 4), (columns + 15) >> 4, 0);
  }
  return 0;
}

function maskRow(row: usize, mask: usize, maskBytes: i32): void {
  for (let i = 0; i < maskBytes; i += 2) {
    store<u16>(mask + i, i8x16.bitmask(i8x16.ne(v128.load(row + (i << 3)), i8x16.splat(0))));
  }
}
