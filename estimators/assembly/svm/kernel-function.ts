import { expAny, expPlain, PLAIN_RANGE } from '../math/exp';
import { LINEAR, POLY, RBF } from './records';

/**
 * The kernel functions, of an exact integer: the squared distance of two samples for RBF, else their product.
 *
 *     RBF     exp(-gamma d)
 *     LINEAR  p
 *     POLY    (gamma p + coef0)^degree, by repeated squaring in the order of libsvm's `powi`
 */
/** RBF where no two samples are so far apart that `exp` leaves its plain range. */
export const NEAR_RBF: i32 = 3;

/** The kernel function to evaluate, given the one that was asked for. */
export function formOf(kernel: i32, gamma: f64, features: u32): i32 {
  const farthest = <f64>features * 65025;
  return kernel == RBF && gamma * farthest < PLAIN_RANGE ? NEAR_RBF : kernel;
}

/** -gamma in both lanes for RBF, else gamma. */
@inline
export function factorOf(form: i32, gamma: f64): v128 {
  return f64x2.splat(form == RBF || form == NEAR_RBF ? -gamma : gamma);
}

/** Two values of the form NEAR_RBF, of the integers in the low two i32 lanes. */
@inline
export function evaluateNear(integers: v128, factor: v128): v128 {
  return expPlain(f64x2.mul(factor, f64x2.convert_low_i32x4_s(integers)));
}

/** Two values of any form, of the integers in the low two i32 lanes. */
export function evaluate(integers: v128, form: i32, factor: v128, coef0: f64, degree: i32): v128 {
  const x = f64x2.convert_low_i32x4_s(integers);
  if (form == LINEAR) return x;
  const scaled = f64x2.mul(factor, x);
  if (form == POLY) return power(f64x2.add(scaled, f64x2.splat(coef0)), degree);
  const near = v128.all_true<i64>(f64x2.gt(scaled, f64x2.splat(-PLAIN_RANGE)));
  return near ? expPlain(scaled) : expAny(scaled);
}

export function power(base: v128, degree: i32): v128 {
  let result = f64x2.splat(1);
  for (let left = degree; left > 0; left >>= 1) {
    if (left & 1) result = f64x2.mul(result, base);
    base = f64x2.mul(base, base);
  }
  return result;
}

/**
 * The kernel values of `count` integers, rounded to f32 as libsvm's solver has them. Reads and writes whole
 * vectors of four.
 */
export function roundedRow(
  integers: usize,
  count: i32,
  form: i32,
  gamma: f64,
  coef0: f64,
  degree: i32,
  out: usize,
): void {
  const end = integers + (<usize>count << 2);
  const factor = factorOf(form, gamma);
  if (form == NEAR_RBF) {
    for (; integers < end; integers += 16) {
      const low = evaluateNear(v128.load64_zero(integers), factor);
      const high = evaluateNear(v128.load64_zero(integers, 8), factor);
      v128.store(out, rounded(low, high));
      out += 16;
    }
  } else {
    for (; integers < end; integers += 16) {
      const low = evaluate(v128.load64_zero(integers), form, factor, coef0, degree);
      const high = evaluate(v128.load64_zero(integers, 8), form, factor, coef0, degree);
      v128.store(out, rounded(low, high));
      out += 16;
    }
  }
}

@inline
function rounded(low: v128, high: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
