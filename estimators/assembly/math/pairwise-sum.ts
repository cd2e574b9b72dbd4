/**
 * The sum of `length` doubles, added in NumPy's order (estimators/metrics/pairwise-sum.ts says which), so that it has
 * NumPy's last bits.
 */
export function pairwiseSum(values: usize, length: u32): f64 {
  if (length < 8) {
    let sum: f64 = 0;
    for (let i: u32 = 0; i < length; i++) sum += load<f64>(values + (<usize>i << 3));
    return sum;
  }
  if (length > 128) {
    const half = (length >> 1) & ~7;
    return pairwiseSum(values, half) + pairwiseSum(values + (<usize>half << 3), length - half);
  }
  const inEights = length & ~7;
  let sum01 = v128.load(values);
  let sum23 = v128.load(values, 16);
  let sum45 = v128.load(values, 32);
  let sum67 = v128.load(values, 48);
  for (let i: u32 = 8; i < inEights; i += 8) {
    const at = values + (<usize>i << 3);
    sum01 = f64x2.add(sum01, v128.load(at));
    sum23 = f64x2.add(sum23, v128.load(at, 16));
    sum45 = f64x2.add(sum45, v128.load(at, 32));
    sum67 = f64x2.add(sum67, v128.load(at, 48));
  }
  let sum = ofLanes(sum01) + ofLanes(sum23) + (ofLanes(sum45) + ofLanes(sum67));
  for (let i = inEights; i < length; i++) sum += load<f64>(values + (<usize>i << 3));
  return sum;
}

@inline
function ofLanes(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
