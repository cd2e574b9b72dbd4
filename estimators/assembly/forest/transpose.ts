// Transposing bytes in tiles of 16 x 16. One round of interleaving row i with row i + 8 turns the eight bits of a
// byte's position (four of its row, four of its column) by one place; four rounds swap row and column. Two
// rounds at a time stay in registers.

/**
 * Transposes the rows `firstRow` to `lastRow - 1` of u8[rows][columns] into u8[columns][stride]. `firstRow` is a
 * multiple of 64, and `stride` is at least `lastRow` rounded up to 64.
 * @param tile 256 bytes, and then room for 64 addresses
 */
export function transpose(
  source: usize,
  columns: i32,
  firstRow: i32,
  lastRow: i32,
  target: usize,
  stride: i32,
  tile: usize,
): i32 {
  const addresses = tile + 256;
  for (let row = firstRow; row < lastRow; row += 64) {
    for (let i = 0; i < 64; i++) {
      store<u32>(addresses + (<usize>i << 2), <u32>(source + <usize>min(row + i, lastRow - 1) * columns));
    }
    transposeRows(addresses, columns, target + row, stride, tile, min((lastRow - row + 15) >> 4, 4));
  }
  return 0;
}

/**
 * Transposes `groups` x 16 (at most 64) rows, whose addresses are given, into the columns of `target`.
 * @param tile 256 bytes
 */
export function transposeRows(
  addresses: usize,
  columns: i32,
  target: usize,
  stride: i32,
  tile: usize,
  groups: i32,
): void {
  let column = 0;
  for (; column + 16 <= columns; column += 16) {
    // 64 rows at a time: whole lines of the target are written.
    for (let group = 0; group < groups; group++) {
      transposeTile(addresses + (<usize>group << 6), column, target + (<usize>group << 4), stride, tile);
    }
    target += <usize>stride << 4;
  }
  for (; column < columns; column++) {
    for (let i = 0; i < groups << 4; i++) {
      store<u8>(target + i, load<u8>(<usize>load<u32>(addresses + (<usize>i << 2)) + column));
    }
    target += stride;
  }
}

function transposeTile(addresses: usize, column: i32, target: usize, stride: i32, tile: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const a = v128.load(<usize>load<u32>(addresses + (i << 2)) + column);
    const b = v128.load(<usize>load<u32>(addresses + (i << 2), 32) + column);
    const c = v128.load(<usize>load<u32>(addresses + (i << 2), 16) + column);
    const d = v128.load(<usize>load<u32>(addresses + (i << 2), 48) + column);
    const to = tile + (i << 6);
    const p = interleaveLow(a, b);
    const q = interleaveHigh(a, b);
    const r = interleaveLow(c, d);
    const s = interleaveHigh(c, d);
    v128.store(to, interleaveLow(p, r));
    v128.store(to, interleaveHigh(p, r), 16);
    v128.store(to, interleaveLow(q, s), 32);
    v128.store(to, interleaveHigh(q, s), 48);
  }
  for (let i: usize = 0; i < 4; i++) {
    const from = tile + (i << 4);
    const a = v128.load(from);
    const b = v128.load(from, 128);
    const c = v128.load(from, 64);
    const d = v128.load(from, 192);
    const to = target + (i << 2) * stride;
    const p = interleaveLow(a, b);
    const q = interleaveHigh(a, b);
    const r = interleaveLow(c, d);
    const s = interleaveHigh(c, d);
    v128.store(to, interleaveLow(p, r));
    v128.store(to + stride, interleaveHigh(p, r));
    v128.store(to + 2 * stride, interleaveLow(q, s));
    v128.store(to + 3 * stride, interleaveHigh(q, s));
  }
}

// @ts-ignore: decorator
@inline
function interleaveLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function interleaveHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
