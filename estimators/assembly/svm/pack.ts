/** Samples a packed block holds. */
export const BLOCK: u32 = 32;

/** Bytes of a packed block: two features of each of its samples lie together, pair after pair of features. */
@inline
export function blockBytes(features: u32): usize {
  return <usize>((features + 1) >> 1) * BLOCK * 2;
}

/** No sample: the column only fills up its block. */
const NO_SAMPLE: u32 = 0xffffffff;

/**
 * Packs the columns `first` to `last - 1` (multiples of BLOCK): column c holds sample order[c], or zeros.
 * Layout: [block][pair of features][sample of the block][2] u8. Writes the samples' squared lengths as well.
 */
export function pack(
  images: usize,
  features: u32,
  order: usize,
  first: u32,
  last: u32,
  packed: usize,
  norms: usize,
): void {
  const pairs = <usize>(features + 1) >> 1;
  const whole = <usize>features >> 1;
  for (let column = first; column < last; column++) {
    const target = packed + <usize>(column / BLOCK) * blockBytes(features) + <usize>(column % BLOCK) * 2;
    const sample = load<u32>(order + ((<usize>column) << 2));
    if (sample == NO_SAMPLE) {
      for (let pair: usize = 0; pair < pairs; pair++) store<u16>(target + pair * (BLOCK * 2), 0);
      store<u32>(norms + ((<usize>column) << 2), 0);
      continue;
    }
    const row = images + <usize>sample * features;
    let norm: u32 = 0;
    for (let pair: usize = 0; pair < whole; pair++) {
      const both = <u32>load<u16>(row + pair * 2);
      store<u16>(target + pair * (BLOCK * 2), <u16>both);
      const a = both & 255;
      const b = both >> 8;
      norm += a * a + b * b;
    }
    if (whole < pairs) {
      const a = <u32>load<u8>(row + whole * 2);
      store<u16>(target + whole * (BLOCK * 2), <u16>a);
      norm += a * a;
    }
    store<u32>(norms + ((<usize>column) << 2), norm);
  }
}

/** Bytes that the list of a row's nonzero pairs of features can take. */
@inline
export function listBytes(features: u32): usize {
  return <usize>((features + 1) >> 1) * 8;
}

/**
 * Lists the pairs of features that are not both zero: where the pair lies in a packed block (u32), then the
 * two values as i16. Returns the end of the list.
 */
export function listNonzero(row: usize, features: u32, list: usize): usize {
  const whole = <usize>features >> 1;
  let pair: usize = 0;
  for (; pair + 4 <= whole; pair += 4) {
    if (load<u64>(row + pair * 2) == 0) continue;
    for (let k: usize = 0; k < 4; k++) list = listPair(row, pair + k, list);
  }
  for (; pair < whole; pair++) list = listPair(row, pair, list);
  if (features & 1) {
    const value = <u32>load<u8>(row + whole * 2);
    if (value != 0) {
      store<u32>(list, <u32>whole * (BLOCK * 2));
      store<u32>(list, value, 4);
      list += 8;
    }
  }
  return list;
}

@inline
function listPair(row: usize, pair: usize, list: usize): usize {
  const both = <u32>load<u16>(row + pair * 2);
  if (both == 0) return list;
  store<u32>(list, <u32>pair * (BLOCK * 2));
  store<u32>(list, (both & 255) | ((both >> 8) << 16), 4);
  return list + 8;
}
