// Transposing bytes in tiles of 16 x 16. One round of interleaving row i with row i + 8 turns the eight bits of a
// byte's position (four of its row, four of its column) by one place; four rounds swap row and column. Two
// rounds at a time stay in registers.

/**
 * Transposes `groups` x 16 (at most 64) rows, whose addresses are given, into the columns of `target`.
 * @param tile 256 bytes
 * @param chunks the rows have chunks x 16 bytes
 * @param mask u16[chunks]: chunks where it is 0 are left out; or 0 for all of them
 */
export function transposeRows(
  addresses: usize,
  target: usize,
  stride: i32,
  tile: usize,
  groups: i32,
  chunks: i32,
  mask: usize,
): void {
  for (let chunk = 0; chunk < chunks; chunk++) {
    if (mask == 0 || load<u16>(mask + (<usize>chunk << 1)) != 0) {
      // 64 rows at a time: whole lines of the target are written.
      for (let group = 0; group < groups; group++) {
        transposeTile(addresses + (<usize>group << 6), chunk << 4, target + (<usize>group << 4), stride, tile);
      }
    }
    target += <usize>stride << 4;
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

@inline
function interleaveLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

@inline
function interleaveHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
