// Class weights: u32 each, in room for a multiple of 16 classes.

/** Sets the weights of `classes` classes to 0. `memory.fill` would cost a call, and there is one for each feature. */
export function clearWeights(weights: usize, classes: i32): void {
  const zero = i32x4.splat(0);
  for (let end = weights + (<usize>classes << 2); weights < end; weights += 64) {
    v128.store(weights, zero);
    v128.store(weights, zero, 16);
    v128.store(weights, zero, 32);
    v128.store(weights, zero, 48);
  }
}

/** Sums the class weights of the samples from `samples` to `end` into `weights` and returns their sum. */
export function countClasses(weights: usize, classes: i32, samples: usize, end: usize): i64 {
  clearWeights(weights, classes);
  let sum: i64 = 0;
  for (; samples < end; samples += 8) {
    const weighted = load<u32>(samples, 4);
    const at = weights + (<usize>(weighted & 0xffff) << 2);
    const weight = weighted >> 16;
    store<u32>(at, load<u32>(at) + weight);
    sum += <i64>weight;
  }
  return sum;
}

export function sumOfSquares(weights: usize, classes: i32): i64 {
  let squares: i64 = 0;
  for (let end = weights + (<usize>classes << 2); weights < end; weights += 4) {
    const weight = <i64>load<u32>(weights);
    squares += weight * weight;
  }
  return squares;
}
