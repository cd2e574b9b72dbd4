import { Solver } from './solver-state';

/**
 * The loops over the active set, two samples a step. Sums and products are in libsvm's order, so the results
 * have its bits. "Last" means that of equal candidates the last one wins, as libsvm's comparisons have it.
 */

/** Samples between two comparisons with the best so far. */
const CHUNK: i32 = 64;

/** The kernel values at `row` as doubles: two of them. */
@inline
function two(row: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(row));
}

/**
 * g[k] += Ki[k] * stepI + Kj[k] * stepJ for the active samples, and the least of up[] with the last position
 * that has it: the first sample of the next step.
 */
export function updateGradient(
  solver: Solver,
  rowI: usize,
  rowJ: usize,
  stepI: f64,
  stepJ: f64,
): void {
  const count = solver.active;
  const di = f64x2.splat(stepI);
  const dj = f64x2.splat(stepJ);
  let up = solver.up;
  let low = solver.low;
  let least: f64 = Infinity;
  let chunk = -1;
  let k = 0;
  for (; k + CHUNK <= count; k += CHUNK) {
    let m0 = f64x2.splat(Infinity);
    let m1 = m0;
    for (let end = up + CHUNK * 8; up < end; ) {
      const t0 = f64x2.add(f64x2.mul(two(rowI), di), f64x2.mul(two(rowJ), dj));
      const t1 = f64x2.add(f64x2.mul(two(rowI + 8), di), f64x2.mul(two(rowJ + 8), dj));
      const u0 = f64x2.add(v128.load(up), t0);
      const u1 = f64x2.add(v128.load(up, 16), t1);
      v128.store(up, u0);
      v128.store(up, u1, 16);
      v128.store(low, f64x2.add(v128.load(low), t0));
      v128.store(low, f64x2.add(v128.load(low, 16), t1), 16);
      m0 = f64x2.pmin(m0, u0);
      m1 = f64x2.pmin(m1, u1);
      up += 32;
      low += 32;
      rowI += 16;
      rowJ += 16;
    }
    const m = f64x2.pmin(m0, m1);
    const best = min(f64x2.extract_lane(m, 0), f64x2.extract_lane(m, 1));
    if (best <= least) {
      least = best;
      chunk = k;
    }
  }
  let last = -1;
  for (; k < count; k++) {
    const t = <f64>load<f32>(rowI) * stepI + <f64>load<f32>(rowJ) * stepJ;
    const u = load<f64>(up) + t;
    store<f64>(up, u);
    store<f64>(low, load<f64>(low) + t);
    if (u <= least) {
      least = u;
      last = k;
    }
    up += 8;
    low += 8;
    rowI += 4;
    rowJ += 4;
  }
  setFirst(solver, least, last >= 0 ? last : chunk >= 0 ? lastEqual(solver.up, chunk, least) : -1);
}

/** Finds the least of up[] without changing it. */
export function findFirst(solver: Solver): void {
  const up = solver.up;
  let least: f64 = Infinity;
  let last = -1;
  for (let k = 0; k < solver.active; k++) {
    const u = load<f64>(up + (<usize>k << 3));
    if (u <= least) {
      least = u;
      last = k;
    }
  }
  setFirst(solver, least, last);
}

@inline
function setFirst(solver: Solver, least: f64, first: i32): void {
  solver.least = least;
  // Where every sample is infinite none may move up.
  solver.first = least < Infinity ? first : -1;
  solver.firstKnown = true;
}

function lastEqual(values: usize, chunk: i32, value: f64): i32 {
  let k = chunk + CHUNK - 1;
  while (load<f64>(values + (<usize>k << 3)) != value) k--;
  return k;
}

/** Just below 1: makes a bound that rounding cannot exceed. */
const BELOW: f64 = 1 - 1 / 1099511627776.0;
const TAU: f64 = 1e-12;

/**
 * The second sample: of those that may move down with d = low[k] - least > 0, the last that has the largest
 * gain d^2 / (K_ii + K_kk - 2 K_ik). Sets solver.second, -1 if there is none. Returns the largest low[].
 *
 * A group of samples is skipped without dividing where d^2 < bound * quad shows that no gain in it reaches the
 * best: bound is a little below the best, by more than the rounding errors on both sides.
 */
export function findSecond(solver: Solver, row: usize): f64 {
  const count = solver.active;
  let low = solver.low;
  let diagonal = solver.diagonal;
  const least = solver.least;
  const self = load<f64>(diagonal + (<usize>solver.first << 3));
  const minusLeast = f64x2.splat(-least);
  const selves = f64x2.splat(self);
  const zero = f64x2.splat(0);
  let most0 = f64x2.splat(-Infinity);
  let most1 = most0;
  let best: f64 = -1;
  let bound = zero;
  let second = -1;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const g0 = v128.load(low);
    const g1 = v128.load(low, 16);
    most0 = f64x2.pmax(most0, g0);
    most1 = f64x2.pmax(most1, g1);
    const d0 = f64x2.add(minusLeast, g0);
    const d1 = f64x2.add(minusLeast, g1);
    const k0 = two(row);
    const k1 = two(row + 8);
    const q0 = f64x2.sub(f64x2.add(selves, v128.load(diagonal)), f64x2.add(k0, k0));
    const q1 = f64x2.sub(f64x2.add(selves, v128.load(diagonal, 16)), f64x2.add(k1, k1));
    const c0 = v128.and(f64x2.gt(d0, zero), f64x2.ge(f64x2.mul(d0, d0), f64x2.mul(bound, q0)));
    const c1 = v128.and(f64x2.gt(d1, zero), f64x2.ge(f64x2.mul(d1, d1), f64x2.mul(bound, q1)));
    if (v128.any_true(v128.or(c0, c1))) {
      for (let lane = 0; lane < 4; lane++) {
        const gain = gainOf(low, diagonal, row, lane, least, self);
        if (gain >= best) {
          best = gain;
          second = k + lane;
        }
      }
      bound = f64x2.splat(max(best, 0) * BELOW);
    }
    low += 32;
    diagonal += 32;
    row += 16;
  }
  const most = f64x2.pmax(most0, most1);
  let largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  for (; k < count; k++) {
    largest = max(largest, load<f64>(low));
    const gain = gainOf(low, diagonal, row, 0, least, self);
    if (gain >= best) {
      best = gain;
      second = k;
    }
    low += 8;
    diagonal += 8;
    row += 4;
  }
  solver.second = second;
  return largest;
}

/** The gain of one sample; below -1 if it may not move down or d is not positive. */
@inline
function gainOf(low: usize, diagonal: usize, row: usize, lane: i32, least: f64, self: f64): f64 {
  const at = <usize>lane << 3;
  const d = -least + load<f64>(low + at);
  if (!(d > 0)) return -Infinity;
  const quad = self + load<f64>(diagonal + at) - 2.0 * <f64>load<f32>(row + (<usize>lane << 2));
  return (d * d) / (quad > 0 ? quad : TAU);
}

/** sums[k] += row[k] * factor for k = from..to-1. */
export function addRow(sums: usize, row: usize, factor: f64, from: i32, to: i32): void {
  const factors = f64x2.splat(factor);
  let k = from;
  for (; k + 2 <= to; k += 2) {
    const at = sums + (<usize>k << 3);
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(two(row + (<usize>k << 2)), factors)));
  }
  if (k < to) {
    const at = sums + (<usize>k << 3);
    store<f64>(at, load<f64>(at) + <f64>load<f32>(row + (<usize>k << 2)) * factor);
  }
}
