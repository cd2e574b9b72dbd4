import { expAny, expPlain, PLAIN_RANGE } from '../../math/exp';
import { factorOf, power } from '../kernel-function';
import { LINEAR, POLY } from '../records';

/** Two values of a kernel function (svm/kernel-function.ts) of doubles: squared distances for RBF, else products. */
@inline
export function evaluate(sums: v128, form: i32, factor: v128, coef0: f64, degree: i32): v128 {
  if (form == LINEAR) return sums;
  const scaled = f64x2.mul(factor, sums);
  if (form == POLY) return power(f64x2.add(scaled, f64x2.splat(coef0)), degree);
  // A distance that cancellation made negative may make it large as well.
  const near = v128.all_true<i64>(f64x2.lt(f64x2.abs(scaled), f64x2.splat(PLAIN_RANGE)));
  return near ? expPlain(scaled) : expAny(scaled);
}

/** The kernel values of `count` sums, in their place. Takes whole pairs. */
export function evaluateAll(sums: usize, count: i32, form: i32, gamma: f64, coef0: f64, degree: i32): void {
  if (form == LINEAR) return;
  const factor = factorOf(form, gamma);
  for (const end = sums + (<usize>count << 3); sums < end; sums += 16) {
    v128.store(sums, evaluate(v128.load(sums), form, factor, coef0, degree));
  }
}

/** The kernel values of `count` sums, rounded to f32 as libsvm's solver has them. Writes whole vectors of four. */
export function roundedRow(
  sums: usize,
  count: i32,
  form: i32,
  gamma: f64,
  coef0: f64,
  degree: i32,
  out: usize,
): void {
  const factor = factorOf(form, gamma);
  for (const end = sums + (<usize>count << 3); sums < end; sums += 32) {
    const low = evaluate(v128.load(sums), form, factor, coef0, degree);
    const high = evaluate(v128.load(sums, 16), form, factor, coef0, degree);
    v128.store(out, v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
    out += 16;
  }
}
