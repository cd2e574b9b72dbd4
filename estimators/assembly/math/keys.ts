// 32-bit floats as keys: unsigned numbers in the same order. Both zeros are one, as they are in comparisons.

/** The key of a number that 32-bit floats have room for. */
@inline
export function keyOf(value: f32): u32 {
  const bits = reinterpret<u32>(value);
  if (bits == 0x80000000) return 0x80000000;
  return bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
}

/** The number that has this key. */
@inline
export function numberOf(key: u32): f32 {
  return reinterpret<f32>((key >> 31) != 0 ? key ^ 0x80000000 : ~key);
}

/** The key of the greatest 32-bit float that is at most `limit`. */
export function keyOfFloor(limit: f64): u32 {
  const nearest = <f32>limit;
  const key = keyOf(nearest);
  return <f64>nearest > limit ? key - 1 : key;
}
