/** Values that NumPy's reduction takes at a time; it adds up the sums of these chunks one after the other. */
const CHUNK: usize = 8192;
/** Values that NumPy's pairwise summation adds up directly, with eight running sums. */
const PAIRWISE_BLOCK: usize = 128;

/**
 * Values start..start+count-1 of a matrix that consists of some rows of `samples`: `rows` are their numbers (u32). A
 * chunk of them at a time is copied to `chunk`, which has room for it, so the matrix itself takes up no memory.
 */
function copyChunk(samples: usize, features: usize, rows: usize, start: usize, count: usize, chunk: usize): void {
  let row = rows + ((start / features) << 2);
  let from = start % features;
  for (const end = chunk + count; chunk < end; ) {
    const length = min(features - from, end - chunk);
    memory.copy(chunk, samples + <usize>load<u32>(row) * features + from, length);
    chunk += length;
    row += 4;
    from = 0;
  }
}

/** The sum of those values, exact. */
export function sumBytes(samples: usize, features: u32, rows: usize, start: f64, count: f64, chunk: usize): f64 {
  let sum: u64 = 0;
  for (let done: usize = 0; done < <usize>count; done += CHUNK) {
    const length = min(<usize>count - done, CHUNK);
    copyChunk(samples, features, rows, <usize>start + done, length, chunk);
    memory.fill(chunk + length, 0, CHUNK - length);
    let sums = i32x4.splat(0);
    for (let at = chunk; at < chunk + CHUNK; at += 16) {
      const pairs = i16x8.extadd_pairwise_i8x16_u(v128.load(at));
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs));
    }
    sum += i32x4.extract_lane(sums, 0);
    sum += i32x4.extract_lane(sums, 1);
    sum += i32x4.extract_lane(sums, 2);
    sum += i32x4.extract_lane(sums, 3);
  }
  return <f64>sum;
}

/**
 * The sums of terms[value] over chunks of 8,192 of those values, each rounded as NumPy's `sum` rounds it; `terms` has
 * a double for each of the 256 values. A last chunk may be shorter.
 */
export function chunkSums(
  samples: usize,
  features: u32,
  rows: usize,
  start: f64,
  count: f64,
  chunk: usize,
  terms: usize,
  sums: usize,
): void {
  for (let done: usize = 0; done < <usize>count; done += CHUNK) {
    const length = min(<usize>count - done, CHUNK);
    copyChunk(samples, features, rows, <usize>start + done, length, chunk);
    store<f64>(sums, pairwiseSum(chunk, length, terms));
    sums += 8;
  }
}

/** NumPy's `pairwise_sum` (numpy/core/src/umath/loops_utils.h.src). */
function pairwiseSum(bytes: usize, count: usize, terms: usize): f64 {
  if (count > PAIRWISE_BLOCK) {
    let half = count >> 1;
    half -= half & 7;
    return pairwiseSum(bytes, half, terms) + pairwiseSum(bytes + half, count - half, terms);
  }
  if (count < 8) {
    let sum: f64 = 0;
    for (let k: usize = 0; k < count; k++) sum += term(bytes, k, terms);
    return sum;
  }
  let s01 = twoTerms(bytes, 0, terms);
  let s23 = twoTerms(bytes, 2, terms);
  let s45 = twoTerms(bytes, 4, terms);
  let s67 = twoTerms(bytes, 6, terms);
  let k: usize = 8;
  for (const whole = count & ~7; k < whole; k += 8) {
    s01 = f64x2.add(s01, twoTerms(bytes, k, terms));
    s23 = f64x2.add(s23, twoTerms(bytes, k + 2, terms));
    s45 = f64x2.add(s45, twoTerms(bytes, k + 4, terms));
    s67 = f64x2.add(s67, twoTerms(bytes, k + 6, terms));
  }
  let sum = bothLanes(s01) + bothLanes(s23) + (bothLanes(s45) + bothLanes(s67));
  for (; k < count; k++) sum += term(bytes, k, terms);
  return sum;
}

@inline
function term(bytes: usize, k: usize, terms: usize): f64 {
  return load<f64>(terms + (<usize>load<u8>(bytes + k) << 3));
}

@inline
function twoTerms(bytes: usize, k: usize, terms: usize): v128 {
  const first = v128.load64_zero(terms + (<usize>load<u8>(bytes + k) << 3));
  return v128.load64_lane(terms + (<usize>load<u8>(bytes + k, 1) << 3), first, 1);
}

@inline
function bothLanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
