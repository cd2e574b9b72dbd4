import { two } from './gradient';
import { denseMember, placeOf, Solver } from './solver-state';

/** Just below 1. */
const BELOW: f64 = 1 - 1 / 1099511627776.0;
/** Stands for a curvature that is not positive. */
export const TAU: f64 = 1e-12;

/**
 * The second sample: of those that may move down with d = low[k] - least > 0, the last that has the largest
 * gain d^2 / (K_ii + K_kk - 2 K_ik). Sets solver.second, -1 if there is none. Returns the largest d.
 *
 * Four samples are skipped without dividing where d^2 < bound * quad shows that no gain among them reaches the
 * best: `bound` is a little below the best, by more than all rounding errors.
 */
export function findSecond(solver: Solver, row: usize): f64 {
  const diagonal = solver.diagonal;
  const self = load<f64>(diagonal + (<usize>solver.first << 3));
  const minusLeast = f64x2.splat(-solver.least);
  const selves = f64x2.splat(self);
  const zero = f64x2.splat(0);
  let most0 = f64x2.splat(-Infinity);
  let most1 = most0;
  let best = tryGuess(solver, row, self);
  let bound = f64x2.splat(best * BELOW);
  for (let k = 0; k < solver.length; k += 4) {
    const at = <usize>k << 3;
    const d0 = f64x2.add(minusLeast, v128.load(solver.low + at));
    const d1 = f64x2.add(minusLeast, v128.load(solver.low + at, 16));
    most0 = f64x2.pmax(most0, d0);
    most1 = f64x2.pmax(most1, d1);
    const k0 = two(row + (at >> 1));
    const k1 = two(row + (at >> 1) + 8);
    const q0 = f64x2.sub(f64x2.add(selves, v128.load(diagonal + at)), f64x2.add(k0, k0));
    const q1 = f64x2.sub(f64x2.add(selves, v128.load(diagonal + at, 16)), f64x2.add(k1, k1));
    const c0 = v128.andnot(f64x2.gt(d0, zero), f64x2.lt(f64x2.mul(d0, d0), f64x2.mul(bound, q0)));
    const c1 = v128.andnot(f64x2.gt(d1, zero), f64x2.lt(f64x2.mul(d1, d1), f64x2.mul(bound, q1)));
    if (v128.any_true(v128.or(c0, c1))) {
      best = bestOf(solver, row, k, lanesOf(c0, c1), self, best);
      bound = f64x2.splat(best * BELOW);
    }
  }
  return largest(most0, most1);
}

/**
 * `findSecond` for the RBF kernel, where K_ii + K_kk = 2: there d^2 + 2 bound K_ik < 2 bound says the same with
 * less work. (bound is again lowered a little on the right.)
 */
export function findSecondRbf(solver: Solver, row: usize): f64 {
  const minusLeast = f64x2.splat(-solver.least);
  const zero = f64x2.splat(0);
  let low = solver.low;
  let most0 = f64x2.splat(-Infinity);
  let most1 = most0;
  let best = tryGuess(solver, row, 1);
  let twice = f64x2.splat(2 * (best * BELOW));
  // While there is none, any d > 0 reaches it.
  let bound = f64x2.splat(max(2 * (best * BELOW) * BELOW, f64.MIN_NORMAL_VALUE));
  const length = solver.length;
  for (let k = 0; k < length; k += 8) {
    const d0 = f64x2.add(minusLeast, v128.load(low));
    const d1 = f64x2.add(minusLeast, v128.load(low, 16));
    const d2 = f64x2.add(minusLeast, v128.load(low, 32));
    const d3 = f64x2.add(minusLeast, v128.load(low, 48));
    most0 = f64x2.pmax(f64x2.pmax(most0, d0), d1);
    most1 = f64x2.pmax(f64x2.pmax(most1, d2), d3);
    const r0 = reach(f64x2.pmax(d0, zero), two(row), twice);
    const r1 = reach(f64x2.pmax(d1, zero), two(row + 8), twice);
    const r2 = reach(f64x2.pmax(d2, zero), two(row + 16), twice);
    const r3 = reach(f64x2.pmax(d3, zero), two(row + 24), twice);
    if (v128.any_true(f64x2.ge(f64x2.pmax(f64x2.pmax(r0, r1), f64x2.pmax(r2, r3)), bound))) {
      const lanes01 = lanesOf(f64x2.ge(r0, bound), f64x2.ge(r1, bound));
      const lanes23 = lanesOf(f64x2.ge(r2, bound), f64x2.ge(r3, bound));
      best = bestOf(solver, row - (<usize>k << 2), k, lanes01 | (lanes23 << 4), 1, best);
      twice = f64x2.splat(2 * (best * BELOW));
      bound = f64x2.splat(2 * (best * BELOW) * BELOW);
    }
    low += 64;
    row += 32;
  }
  return largest(most0, most1);
}

@inline
function reach(d: v128, kernel: v128, twice: v128): v128 {
  return f64x2.add(f64x2.mul(d, d), f64x2.mul(twice, kernel));
}

@inline
function largest(a: v128, b: v128): f64 {
  const most = f64x2.pmax(a, b);
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/** Begins a search with a sample that may well be close to the best, so that few others reach it. Returns its gain. */
@inline
function tryGuess(solver: Solver, row: usize, self: f64): f64 {
  const guess = solver.guess;
  solver.second = -1;
  return bestOf(solver, row, guess, 1, self, 0);
}

/** Which of four conditions hold, a bit each. */
@inline
function lanesOf(a: v128, b: v128): i32 {
  return i64x2.bitmask(a) | (i64x2.bitmask(b) << 2);
}

/**
 * Looks for the best gain among the samples from `from` on whose bit in `lanes` is set, exactly; sets solver.second.
 * Returns the best gain.
 */
function bestOf(solver: Solver, row: usize, from: i32, lanes: i32, self: f64, best: f64): f64 {
  for (; lanes != 0; lanes &= lanes - 1) {
    const k = from + ctz(lanes);
    const at = <usize>k << 3;
    const d = -solver.least + load<f64>(solver.low + at);
    if (!(d > 0)) continue;
    const quad = self + load<f64>(solver.diagonal + at) - 2.0 * <f64>load<f32>(row + (<usize>k << 2));
    const gain = (d * d) / (quad > 0 ? quad : TAU);
    const second = solver.second;
    if (second < 0 || gain > best || (gain == best && placeOf(solver, denseMember(solver, k)) > placeOf(solver, denseMember(solver, second)))) {
      if (second >= 0) solver.guess = second;
      solver.second = k;
      best = gain;
    }
  }
  return best;
}
