/**
 * The sum of `length` numbers from `start` on, added in NumPy's order, so that it has NumPy's last bits:
 * up to 7 numbers one after the other; up to 128 in eight interleaved sums; more by halves (at a multiple of
 * eight). Source: NumPy 1.24, `DOUBLE_pairwise_sum` in core/src/umath/loops_utils.h.src.
 */
export function pairwiseSum(values: ArrayLike<number>, start = 0, length = values.length): number {
  if (length < 8) {
    let sum = 0;
    for (let i = start; i < start + length; i++) sum += values[i]!;
    return sum;
  }
  if (length > 128) {
    let half = Math.floor(length / 2);
    half -= half % 8;
    return pairwiseSum(values, start, half) + pairwiseSum(values, start + half, length - half);
  }
  const sums = Float64Array.from({ length: 8 }, (_, lane) => values[start + lane]!);
  const inEights = length - (length % 8);
  for (let i = 8; i < inEights; i++) sums[i % 8]! += values[start + i]!;
  let sum = sums[0]! + sums[1]! + (sums[2]! + sums[3]!) + (sums[4]! + sums[5]! + (sums[6]! + sums[7]!));
  for (let i = inEights; i < length; i++) sum += values[start + i]!;
  return sum;
}
