import { BLOCK, NO_SAMPLE } from './records';

/** Pairs of neighbouring features in a row; the last may lack its second. */
@inline
export function pairsOf(features: u32): u32 {
  return (features + 1) >> 1;
}

/** Bytes of a packed column. */
@inline
export function columnBytes(features: u32): usize {
  return <usize>pairsOf(features) * 2;
}

/**
 * Packs a group of `width` columns (a multiple of BLOCK): column c holds sample order[c], or zeros. Layout:
 * [pair of features][column][2] u8. Writes the samples' squared lengths as well.
 */
export function packBytes(
  samples: usize,
  features: u32,
  order: usize,
  width: u32,
  group: usize,
  norms: usize,
): void {
  const whole = <usize>features >> 1;
  const stride = <usize>width * 2;
  for (let column: usize = 0; column < width; column += BLOCK) {
    // Block by block, so that the rows read and the lines written stay in the cache.
    const strip = order + (column << 2);
    for (let pair: usize = 0; pair < whole; pair++) {
      const target = group + pair * stride + column * 2;
      for (let k: usize = 0; k < BLOCK; k++) {
        const sample = load<u32>(strip + (k << 2));
        const value = sample == NO_SAMPLE ? 0 : load<u16>(samples + <usize>sample * features + pair * 2);
        store<u16>(target + k * 2, value);
      }
    }
    for (let k: usize = 0; k < BLOCK; k++) {
      const sample = load<u32>(strip + (k << 2));
      const row = samples + <usize>sample * features;
      if (features & 1) {
        const value: u16 = sample == NO_SAMPLE ? 0 : load<u8>(row + features - 1);
        store<u16>(group + whole * stride + (column + k) * 2, value);
      }
      store<u32>(norms + ((column + k) << 2), sample == NO_SAMPLE ? 0 : squaredLength(row, features));
    }
  }
}

function squaredLength(row: usize, features: u32): u32 {
  let sums = i32x4.splat(0);
  let k: u32 = 0;
  for (; k + 8 <= features; k += 8) {
    const eight = v128.load8x8_u(row + k);
    sums = i32x4.add(sums, i32x4.dot_i16x8_s(eight, eight));
  }
  let sum = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
  sum += i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  for (; k < features; k++) {
    const value = <i32>load<u8>(row + k);
    sum += value * value;
  }
  return sum;
}
