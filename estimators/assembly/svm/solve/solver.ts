import { activateAll, layOutAll, recordEvent, setBoth, shrink } from './active-set';
import { findFirst, updateGradient } from './gradient';
import { activeRow } from './rows';
import { findSecond, findSecondRbf, TAU } from './second-sample';
import { Session, usesDistances } from './session';
import { denseMember, get, memberAt, OUTSIDE, set, setPlace, Solver } from './solver-state';

/**
 * The dual problem of C-SVC, solved by sequential minimal optimisation exactly as libsvm does:
 *
 *     min 1/2 a' Q a - sum a,   Q_ij = y_i y_j K_ij,   0 <= a <= C,   y' a = 0
 *
 * Each step takes the pair (i, j) of largest second-order gain (Fan, Chen, Lin, JMLR 6, 2005), solves it, and
 * updates the gradient. Now and then samples that will likely stay at a bound leave the active set
 * (shrinking); when the active set is solved, the gradient of the others is reconstructed. See solver-state.ts
 * for the orders, the arrays and the signs.
 */

const SHRINK_EVERY: i32 = 1000;

/**
 * Starts a solve of the `size` members that the caller put in solver.order; the first `positives` of them have
 * y = +1, the others -1.
 */
export function startSolve(session: Session, size: i32, positives: i32, C: f64, tolerance: f64): void {
  const solver = session.solver;
  solver.size = size;
  solver.active = size;
  solver.C = C;
  solver.tolerance = tolerance;
  solver.events = 0;
  solver.iterations = 0;
  solver.most = 0;
  solver.countdown = min(size, SHRINK_EVERY) + 1;
  solver.unshrunk = false;
  for (let member = 0; member < session.count; member++) setPlace(solver, member, OUTSIDE);
  memory.fill(solver.bar, 0, <usize>session.width << 3);
  memory.fill(solver.alpha, 0, <usize>session.width << 3);
  for (let place = 0; place < size; place++) {
    const member = memberAt(solver, place);
    const sign: f64 = place < positives ? 1 : -1;
    setPlace(solver, member, place);
    set(solver.sign, member, sign);
    // G = -1 everywhere.
    set(solver.fresh, member, -sign);
  }
  layOutAll(session);
}

/**
 * Goes on with a solve until it is done (true) or this call's work is used up (false). rho is NaN if kernel values
 * overflow.
 */
export function solve<S extends Session>(session: S): bool {
  const solver = session.solver;
  for (;;) {
    if (session.work <= 0) return false;
    if (session.overflown) break;
    if (--solver.countdown == 0) {
      solver.countdown = min(solver.size, SHRINK_EVERY);
      shrink(session);
    }
    if (!select(session)) {
      activateAll(session);
      if (!select(session)) break;
      solver.countdown = 1;
    }
    solver.iterations++;
    step(session);
  }
  solver.rho = session.overflown ? NaN : offset(solver);
  return true;
}

/** Chooses solver.first and solver.second. False if the active set is optimal within the tolerance. */
function select<S extends Session>(session: S): bool {
  const solver = session.solver;
  if (!solver.firstKnown) findFirst(solver);
  if (solver.first < 0) return false;
  const row = activeRow(session, denseMember(solver, solver.first));
  const violation = usesDistances(session) ? findSecondRbf(solver, row) : findSecond(solver, row);
  session.work -= solver.length;
  return violation >= solver.tolerance && solver.second >= 0;
}

/** Solves the chosen pair of variables within their bounds, and updates the gradient. */
function step<S extends Session>(session: S): void {
  const solver = session.solver;
  const i = solver.first;
  const j = solver.second;
  const C = solver.C;
  const memberI = denseMember(solver, i);
  const memberJ = denseMember(solver, j);
  const rowI = activeRow(session, memberI);
  const rowJ = activeRow(session, memberJ);
  const signI = get(solver.sign, memberI);
  const signJ = get(solver.sign, memberJ);
  const gradientI = signI * get(solver.up, i);
  const gradientJ = signJ * get(solver.low, j);
  const oldI = get(solver.alpha, memberI);
  const oldJ = get(solver.alpha, memberJ);
  let alphaI = oldI;
  let alphaJ = oldJ;
  const kernel = <f64>load<f32>(rowI + (<usize>j << 2));
  let quad = get(solver.diagonal, i) + get(solver.diagonal, j) - 2.0 * kernel;
  if (quad <= 0) quad = TAU;
  if (signI != signJ) {
    const delta = (-gradientI - gradientJ) / quad;
    const difference = alphaI - alphaJ;
    alphaI += delta;
    alphaJ += delta;
    if (difference > 0) {
      if (alphaJ < 0) {
        alphaJ = 0;
        alphaI = difference;
      }
      if (alphaI > C) {
        alphaI = C;
        alphaJ = C - difference;
      }
    } else {
      if (alphaI < 0) {
        alphaI = 0;
        alphaJ = -difference;
      }
      if (alphaJ > C) {
        alphaJ = C;
        alphaI = C + difference;
      }
    }
  } else {
    const delta = (gradientI - gradientJ) / quad;
    const sum = alphaI + alphaJ;
    alphaI -= delta;
    alphaJ += delta;
    if (sum > C) {
      if (alphaI > C) {
        alphaI = C;
        alphaJ = sum - C;
      }
      if (alphaJ > C) {
        alphaJ = C;
        alphaI = sum - C;
      }
    } else {
      if (alphaJ < 0) {
        alphaJ = 0;
        alphaI = sum;
      }
      if (alphaI < 0) {
        alphaI = 0;
        alphaJ = sum;
      }
    }
  }
  set(solver.alpha, memberI, alphaI);
  set(solver.alpha, memberJ, alphaJ);
  solver.most = max(solver.most, max(alphaI, alphaJ));
  setBoth(solver, i, memberI, get(solver.up, i));
  setBoth(solver, j, memberJ, get(solver.low, j));
  updateGradient(solver, rowI, rowJ, signI * (alphaI - oldI), signJ * (alphaJ - oldJ));
  session.work -= solver.length;
  if (oldI >= C != alphaI >= C) recordEvent(session, memberI, signI * (alphaI >= C ? C : -C));
  if (oldJ >= C != alphaJ >= C) recordEvent(session, memberJ, signJ * (alphaJ >= C ? C : -C));
}

/** rho: the mean of g over the free samples, or the middle of what the others allow. All samples are active. */
function offset(solver: Solver): f64 {
  let free = 0;
  let sum: f64 = 0;
  let upper: f64 = Infinity;
  let lower: f64 = -Infinity;
  for (let place = 0; place < solver.size; place++) {
    const k = memberAt(solver, place);
    const up = get(solver.up, k);
    const low = get(solver.low, k);
    if (up == Infinity) {
      if (low > lower) lower = low;
    } else if (low == -Infinity) {
      if (up < upper) upper = up;
    } else {
      free++;
      sum += up;
    }
  }
  return free > 0 ? sum / free : (upper + lower) / 2;
}
