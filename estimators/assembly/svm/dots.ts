import { BLOCK, pairsOf } from './pack';

/**
 * A row's pairs of features that are not both zero, a fifth of a digit's, as three arrays of u32: the two values
 * as i16, the pair's number, and where it lies in a packed chunk.
 */
@inline
function arrayBytes(features: u32): usize {
  return <usize>((pairsOf(features) + 3) & ~3) << 2;
}

/** Bytes of a list. */
@inline
export function listBytes(features: u32): usize {
  return arrayBytes(features) * 3;
}

/** Lists a row; returns the number of pairs. */
export function listPairs(row: usize, features: u32, list: usize): u32 {
  const numbers = list + arrayBytes(features);
  const whole = features >> 1;
  let count: u32 = 0;
  let pair: u32 = 0;
  for (; pair + 4 <= whole; pair += 4) {
    if (load<u64>(row + pair * 2) == 0) continue;
    for (let k = pair; k < pair + 4; k++) count = addPair(list, numbers, count, k, load<u16>(row + k * 2));
  }
  for (; pair < whole; pair++) count = addPair(list, numbers, count, pair, load<u16>(row + pair * 2));
  if (features & 1) count = addPair(list, numbers, count, whole, load<u8>(row + features - 1));
  return count;
}

@inline
function addPair(values: usize, numbers: usize, count: u32, pair: u32, both: u32): u32 {
  if (both == 0) return count;
  store<u32>(values + (count << 2), (both & 255) | ((both >> 8) << 16));
  store<u32>(numbers + (count << 2), pair);
  return count + 1;
}

/** Sets where the listed pairs lie in chunks of `width` columns. */
export function locatePairs(list: usize, features: u32, count: u32, width: u32): void {
  const bytes = arrayBytes(features);
  const stride = i32x4.splat(width * 2);
  for (let k: usize = 0; k < <usize>count << 2; k += 16) {
    v128.store(list + k + 2 * bytes, i32x4.mul(v128.load(list + k + bytes), stride));
  }
}

/**
 * The integer products of a listed and located row with `width` packed columns of a chunk from `packed` on:
 * out[c] = row . column c, or, if `norms` is given, the squared distance norm + norms[c] - 2 row . column c.
 *
 * 16 columns at a time, in four registers of four sums; with more, some would have to be kept in memory.
 */
export function dots(
  list: usize,
  features: u32,
  count: u32,
  packed: usize,
  width: u32,
  norm: u32,
  norms: usize,
  out: usize,
): void {
  const end = list + (<usize>count << 2);
  const places = arrayBytes(features) << 1;
  const n = i32x4.splat(norm);
  for (const last = packed + width * 2; packed < last; packed += BLOCK) {
    let s0 = i32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let entry = list; entry < end; entry += 4) {
      const at = packed + load<u32>(entry + places);
      const x = v128.load32_splat(entry);
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(x, v128.load8x8_u(at)));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 8)));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 16)));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 24)));
    }
    if (norms) {
      s0 = distances(n, v128.load(norms), s0);
      s1 = distances(n, v128.load(norms, 16), s1);
      s2 = distances(n, v128.load(norms, 32), s2);
      s3 = distances(n, v128.load(norms, 48), s3);
      norms += 64;
    }
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, s2, 32);
    v128.store(out, s3, 48);
    out += 64;
  }
}

@inline
function distances(norm: v128, norms: v128, products: v128): v128 {
  return i32x4.sub(i32x4.add(norm, norms), i32x4.shl(products, 1));
}
