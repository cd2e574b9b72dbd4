import { expPair } from '../math/exp';

/**
 * The kernel functions, of an exact integer: the squared distance of two samples for RBF, else their product.
 *
 *     RBF     exp(-gamma d)
 *     LINEAR  p
 *     POLY    (gamma p + coef0)^degree, by repeated squaring in the order of libsvm's `powi`
 */
export const RBF: i32 = 0;
export const LINEAR: i32 = 1;
export const POLY: i32 = 2;

/** Two kernel values, of two integers given as doubles. */
@inline
export function evaluate(integers: v128, kernel: i32, gamma: f64, coef0: f64, degree: i32): v128 {
  if (kernel == RBF) return expPair(f64x2.mul(f64x2.splat(-gamma), integers));
  if (kernel == LINEAR) return integers;
  return power(f64x2.add(f64x2.mul(f64x2.splat(gamma), integers), f64x2.splat(coef0)), degree);
}

function power(base: v128, degree: i32): v128 {
  let result = f64x2.splat(1);
  for (let left = degree; left > 0; left >>= 1) {
    if (left & 1) result = f64x2.mul(result, base);
    base = f64x2.mul(base, base);
  }
  return result;
}

/** The kernel values of `count` integers, rounded to f32 as libsvm's solver has them. `count` is a multiple of 4. */
export function roundedRow(
  integers: usize,
  count: usize,
  kernel: i32,
  gamma: f64,
  coef0: f64,
  degree: i32,
  out: usize,
): void {
  for (const end = integers + (count << 2); integers < end; integers += 16) {
    const four = v128.load(integers);
    const low = evaluate(f64x2.convert_low_i32x4_s(four), kernel, gamma, coef0, degree);
    const next = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(four, four, 2, 3, 2, 3));
    const high = evaluate(next, kernel, gamma, coef0, degree);
    v128.store(
      out,
      v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5),
    );
    out += 16;
  }
}
