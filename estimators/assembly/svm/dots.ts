import { BLOCK } from './pack';

/**
 * The integer products of one listed row (pack.ts) with `blocks` packed blocks, exact: out[c] = row . column c,
 * or, if `norms` is given, the squared distance out[c] = norm + norms[c] - 2 row . column c.
 *
 * Only the row's nonzero pairs of features are visited (a fifth of a digit's), each for 32 columns at once in
 * eight registers of four sums.
 */
export function dots(
  list: usize,
  listEnd: usize,
  packed: usize,
  blocks: u32,
  bytes: usize,
  norm: u32,
  norms: usize,
  out: usize,
): void {
  for (let block: u32 = 0; block < blocks; block++) {
    let s0 = i32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    for (let entry = list; entry < listEnd; entry += 8) {
      const at = packed + load<u32>(entry);
      const x = v128.load32_splat(entry, 4);
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(x, v128.load8x8_u(at)));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 8)));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 16)));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 24)));
      s4 = i32x4.add(s4, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 32)));
      s5 = i32x4.add(s5, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 40)));
      s6 = i32x4.add(s6, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 48)));
      s7 = i32x4.add(s7, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 56)));
    }
    if (norms) {
      const n = i32x4.splat(norm);
      s0 = distances(n, v128.load(norms), s0);
      s1 = distances(n, v128.load(norms, 16), s1);
      s2 = distances(n, v128.load(norms, 32), s2);
      s3 = distances(n, v128.load(norms, 48), s3);
      s4 = distances(n, v128.load(norms, 64), s4);
      s5 = distances(n, v128.load(norms, 80), s5);
      s6 = distances(n, v128.load(norms, 96), s6);
      s7 = distances(n, v128.load(norms, 112), s7);
      norms += BLOCK * 4;
    }
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, s2, 32);
    v128.store(out, s3, 48);
    v128.store(out, s4, 64);
    v128.store(out, s5, 80);
    v128.store(out, s6, 96);
    v128.store(out, s7, 112);
    out += BLOCK * 4;
    packed += bytes;
  }
}

@inline
function distances(norm: v128, norms: v128, dots: v128): v128 {
  return i32x4.sub(i32x4.add(norm, norms), i32x4.shl(dots, 1));
}
