import { denseMember, placeOf, Solver } from './solver-state';

/**
 * The loops of a step, over the dense arrays. Sums and products are in libsvm's order, so the results have its
 * bits; where libsvm takes the last of equal samples, the one whose place in its order is last is taken here.
 */

/** Samples between two comparisons with the best so far. The arrays' length is a multiple of it. */
const CHUNK: i32 = 32;

/** Two kernel values as doubles. */
@inline
export function two(row: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(row));
}

/** g += Ki * stepI + Kj * stepJ for all samples; then finds the first sample of the next step. */
export function updateGradient(solver: Solver, rowI: usize, rowJ: usize, stepI: f64, stepJ: f64): void {
  const di = f64x2.splat(stepI);
  const dj = f64x2.splat(stepJ);
  let up = solver.up;
  let low = solver.low;
  let least: f64 = Infinity;
  // The chunks that have the least value lie between these two.
  let from = up;
  let to = up;
  for (const last = up + (<usize>solver.length << 3); up < last; ) {
    let m0 = f64x2.splat(Infinity);
    let m1 = m0;
    for (const end = up + CHUNK * 8; up < end; up += 32) {
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
      low += 32;
      rowI += 16;
      rowJ += 16;
    }
    const m = f64x2.pmin(m0, m1);
    const a = f64x2.extract_lane(m, 0);
    const b = f64x2.extract_lane(m, 1);
    const best = a < b ? a : b;
    if (best <= least) {
      if (best < least) {
        least = best;
        from = up - CHUNK * 8;
      }
      to = up;
    }
  }
  setFirst(solver, least, <i32>(from - solver.up) >> 3, <i32>(to - solver.up) >> 3);
}

/** Finds the first sample of the next step: of those that have the least up[], the last. */
export function findFirst(solver: Solver): void {
  let least: f64 = Infinity;
  for (let k = 0; k < solver.length; k++) {
    const u = load<f64>(solver.up + (<usize>k << 3));
    if (u < least) least = u;
  }
  setFirst(solver, least, 0, solver.length);
}

function setFirst(solver: Solver, least: f64, from: i32, to: i32): void {
  solver.least = least;
  solver.first = -1;
  solver.firstKnown = true;
  if (least == Infinity) return;
  let lastPlace = -1;
  for (let k = from; k < to; k++) {
    if (load<f64>(solver.up + (<usize>k << 3)) != least) continue;
    const place = placeOf(solver, denseMember(solver, k));
    if (place > lastPlace) {
      lastPlace = place;
      solver.first = k;
    }
  }
}

/** sums[k] += row[k] * factor for k = 0..length-1; length is a multiple of 4. */
export function addRow(sums: usize, row: usize, factor: f64, length: i32): void {
  const factors = f64x2.splat(factor);
  for (const end = sums + (<usize>length << 3); sums < end; sums += 32) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(two(row), factors)));
    v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.mul(two(row + 8), factors)), 16);
    row += 16;
  }
}
