import { pairsOf } from './pack';

/** Entries of a list that are taken at a time. */
const STEP: u32 = 4;

/**
 * A row's pairs of features that are not both zero, a fifth of a digit's, as three arrays of u32: the two values
 * as i16, the pair's number, and where its values lie in a packed group. Zeros fill up the last step.
 */
@inline
function arrayBytes(features: u32): usize {
  return <usize>((pairsOf(features) + STEP - 1) & ~(STEP - 1)) << 2;
}

/** Bytes of a list. */
@inline
export function listBytes(features: u32): usize {
  return arrayBytes(features) * 3;
}

/** Lists a row; returns the number of entries, a multiple of STEP. */
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
  for (; count & (STEP - 1); count++) {
    store<u32>(list + (count << 2), 0);
    store<u32>(numbers + (count << 2), 0);
  }
  return count;
}

@inline
function addPair(values: usize, numbers: usize, count: u32, pair: u32, both: u32): u32 {
  if (both == 0) return count;
  store<u32>(values + (count << 2), (both & 255) | ((both >> 8) << 16));
  store<u32>(numbers + (count << 2), pair);
  return count + 1;
}

/** Sets where the listed pairs lie in groups of `width` columns. */
export function locatePairs(list: usize, features: u32, count: u32, width: u32): void {
  const bytes = arrayBytes(features);
  const stride = i32x4.splat(width * 2);
  for (let k: usize = 0; k < <usize>count << 2; k += 16) {
    v128.store(list + k + 2 * bytes, i32x4.mul(v128.load(list + k + bytes), stride));
  }
}

/**
 * The integer products of a listed and located row with all `width` columns of a packed group: out[c] = row .
 * column c. Four pairs of features at a time run through the group, so that memory is read in four long runs.
 */
export function dots(list: usize, features: u32, count: u32, packed: usize, width: u32, out: usize): void {
  const places = list + 2 * arrayBytes(features);
  const end = out + (<usize>width << 2);
  memory.fill(out, 0, <usize>width << 2);
  for (let entry: usize = 0; entry < <usize>count << 2; entry += 16) {
    const x0 = v128.load32_splat(list + entry);
    const x1 = v128.load32_splat(list + entry, 4);
    const x2 = v128.load32_splat(list + entry, 8);
    const x3 = v128.load32_splat(list + entry, 12);
    let p0 = packed + load<u32>(places + entry);
    let p1 = packed + load<u32>(places + entry, 4);
    let p2 = packed + load<u32>(places + entry, 8);
    let p3 = packed + load<u32>(places + entry, 12);
    for (let sums = out; sums < end; sums += 64) {
      addFour(sums, x0, x1, x2, x3, p0, p1, p2, p3);
      addFour(sums + 16, x0, x1, x2, x3, p0 + 8, p1 + 8, p2 + 8, p3 + 8);
      addFour(sums + 32, x0, x1, x2, x3, p0 + 16, p1 + 16, p2 + 16, p3 + 16);
      addFour(sums + 48, x0, x1, x2, x3, p0 + 24, p1 + 24, p2 + 24, p3 + 24);
      p0 += 32;
      p1 += 32;
      p2 += 32;
      p3 += 32;
    }
  }
}

/** Adds the products of four pairs of features to the sums of four columns. */
@inline
function addFour(
  sums: usize,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
): void {
  const a = i32x4.add(product(x0, p0), product(x1, p1));
  const b = i32x4.add(product(x2, p2), product(x3, p3));
  v128.store(sums, i32x4.add(v128.load(sums), i32x4.add(a, b)));
}

@inline
function product(x: v128, columns: usize): v128 {
  return i32x4.dot_i16x8_s(x, v128.load8x8_u(columns));
}

/** Turns products with a sample of squared length `norm` into squared distances: norm + norms[c] - 2 product. */
export function toDistances(products: usize, width: u32, norm: u32, norms: usize): void {
  const n = i32x4.splat(norm);
  for (const end = products + (<usize>width << 2); products < end; products += 16) {
    const sum = i32x4.add(n, v128.load(norms));
    v128.store(products, i32x4.sub(sum, i32x4.shl(v128.load(products), 1)));
    norms += 16;
  }
}
