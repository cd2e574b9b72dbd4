import { addRow, findFirst, findSecond, updateGradient } from './gradient';
import { clear } from './row-cache';
import { orderedRow } from './rows';
import { Session } from './session';
import { Solver } from './solver-state';

/**
 * The dual problem of C-SVC, solved by sequential minimal optimisation exactly as libsvm 3.x does:
 *
 *     min 1/2 a' Q a - sum a,   Q_ij = y_i y_j K_ij,   0 <= a <= C,   y' a = 0
 *
 * Each step takes the pair (i, j) of largest second-order gain (Fan, Chen, Lin, JMLR 6, 2005), solves it, and
 * updates the gradient. Now and then samples that will likely stay at a bound leave the active set
 * (shrinking); when the active set is solved, the gradient of the others is reconstructed. See solver-state.ts
 * for the arrays and the signs.
 */

const TAU: f64 = 1e-12;
const SHRINK_EVERY: i32 = 1000;

/**
 * Starts a solve. The caller has filled solver.members; the first `positives` have y = +1, the others -1.
 * `identity`: the members are all of the pair in its own order.
 */
export function startSolve(
  session: Session,
  count: i32,
  positives: i32,
  identity: bool,
  C: f64,
  tolerance: f64,
): void {
  const solver = session.solver;
  solver.count = count;
  solver.active = count;
  solver.C = C;
  solver.tolerance = tolerance;
  solver.identity = identity;
  solver.events = 0;
  solver.iterations = 0;
  solver.countdown = min(count, SHRINK_EVERY) + 1;
  solver.unshrunk = false;
  solver.firstKnown = false;
  if (!identity) clear(session.ordered);
  for (let k = 0; k < count; k++) {
    const at = <usize>k << 3;
    const positive = k < positives;
    const sign: f64 = positive ? 1 : -1;
    // G = -1 everywhere, and alpha = 0: a positive sample may only move up, a negative one only down.
    store<f64>(solver.up + at, positive ? -1 : Infinity);
    store<f64>(solver.low + at, positive ? -Infinity : 1);
    store<f64>(solver.alpha + at, 0);
    store<f64>(solver.sign + at, sign);
    store<f64>(solver.bar + at, 0);
    store<i32>(solver.origins + (at >> 1), k);
    const member = load<i32>(solver.members + (at >> 1));
    store<f64>(solver.diagonal + at, load<f64>(session.diagonal + (<usize>member << 3)));
  }
}

/** Goes on with a solve until it is done (true) or this call's work is used up (false). */
export function solve(session: Session): bool {
  const solver = session.solver;
  for (;;) {
    if (session.work <= 0) return false;
    if (--solver.countdown == 0) {
      solver.countdown = min(solver.count, SHRINK_EVERY);
      shrink(session);
    }
    if (!select(session)) {
      reconstruct(session);
      activateAll(solver);
      if (!select(session)) break;
      solver.countdown = 1;
    }
    solver.iterations++;
    step(session);
  }
  solver.rho = offset(solver);
  return true;
}

@inline
function at64(array: usize, k: i32): usize {
  return array + (<usize>k << 3);
}

@inline
function memberAt(solver: Solver, k: i32): i32 {
  return load<i32>(solver.members + (<usize>k << 2));
}

@inline
function activateAll(solver: Solver): void {
  if (solver.active != solver.count) {
    solver.active = solver.count;
    solver.firstKnown = false;
  }
}

/** Chooses solver.first and solver.second. False if the active set is optimal within the tolerance. */
function select(session: Session): bool {
  const solver = session.solver;
  if (!solver.firstKnown) findFirst(solver);
  if (solver.first < 0) return false;
  const row = orderedRow(session, memberAt(solver, solver.first), solver.active);
  const largest = findSecond(solver, row);
  session.work -= solver.active;
  return -solver.least + largest >= solver.tolerance && solver.second >= 0;
}

/** Solves the chosen pair of variables within their bounds, and updates the gradient. */
function step(session: Session): void {
  const solver = session.solver;
  const i = solver.first;
  const j = solver.second;
  const C = solver.C;
  const memberI = memberAt(solver, i);
  const memberJ = memberAt(solver, j);
  const rowI = orderedRow(session, memberI, solver.active);
  const rowJ = orderedRow(session, memberJ, solver.active);
  const signI = load<f64>(at64(solver.sign, i));
  const signJ = load<f64>(at64(solver.sign, j));
  const gradientI = signI * load<f64>(at64(solver.up, i));
  const gradientJ = signJ * load<f64>(at64(solver.low, j));
  const oldI = load<f64>(at64(solver.alpha, i));
  const oldJ = load<f64>(at64(solver.alpha, j));
  let alphaI = oldI;
  let alphaJ = oldJ;
  const kernel = <f64>load<f32>(rowI + (<usize>j << 2));
  let quad = load<f64>(at64(solver.diagonal, i)) + load<f64>(at64(solver.diagonal, j)) - 2.0 * kernel;
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
  move(session, i, alphaI);
  move(session, j, alphaJ);
  updateGradient(solver, rowI, rowJ, signI * (alphaI - oldI), signJ * (alphaJ - oldJ));
  session.work -= solver.active;
  if (oldI >= C != alphaI >= C) recordEvent(session, memberI, signI * (alphaI >= C ? C : -C));
  if (oldJ >= C != alphaJ >= C) recordEvent(session, memberJ, signJ * (alphaJ >= C ? C : -C));
}

/** Gives position k a new alpha, and its gradient the infinities that belong to it. */
function move(session: Session, k: i32, alpha: f64): void {
  const solver = session.solver;
  const up = at64(solver.up, k);
  const low = at64(solver.low, k);
  const g = load<f64>(up) < Infinity ? load<f64>(up) : load<f64>(low);
  const upper = alpha >= solver.C;
  const lower = !upper && alpha <= 0;
  const positive = load<f64>(at64(solver.sign, k)) > 0;
  store<f64>(up, (positive ? upper : lower) ? Infinity : g);
  store<f64>(low, (positive ? lower : upper) ? -Infinity : g);
  store<f64>(at64(solver.alpha, k), alpha);
}

/**
 * libsvm adds C y K[k] to G_bar for all k whenever a sample reaches its upper bound, and subtracts it when it
 * leaves. G_bar is read only where samples were shrunk, which many solves never do; so the changes are noted,
 * and added in the same order when they are needed.
 */
function recordEvent(session: Session, member: i32, change: f64): void {
  const solver = session.solver;
  if (solver.events == solver.count) flushEvents(session);
  store<i32>(solver.eventMembers + (<usize>solver.events << 2), member);
  store<f64>(at64(solver.eventSteps, solver.events), change);
  solver.events++;
}

function flushEvents(session: Session): void {
  const solver = session.solver;
  for (let event = 0; event < solver.events; event++) {
    const member = load<i32>(solver.eventMembers + (<usize>event << 2));
    const row = orderedRow(session, member, solver.count);
    addRow(solver.bar, row, load<f64>(at64(solver.eventSteps, event)), 0, solver.count);
  }
  session.work -= <i64>solver.events * solver.count;
  solver.events = 0;
}

/**
 * Recomputes the gradient of the inactive samples: from G_bar, and from the free samples in active order.
 * (libsvm has two branches for this. They visit the same products in the same order for every sample.)
 */
function reconstruct(session: Session): void {
  const solver = session.solver;
  const active = solver.active;
  const count = solver.count;
  const fresh = solver.fresh;
  const up = solver.up;
  const low = solver.low;
  if (active == count) return;
  flushEvents(session);
  for (let k = active; k < count; k++) {
    store<f64>(at64(fresh, k), load<f64>(at64(solver.bar, k)) - load<f64>(at64(solver.sign, k)));
  }
  for (let k = 0; k < active; k++) {
    if (!isFree(solver, k)) continue;
    const row = orderedRow(session, memberAt(solver, k), count);
    const factor = load<f64>(at64(solver.alpha, k)) * load<f64>(at64(solver.sign, k));
    addRow(fresh, row, factor, active, count);
    session.work -= count - active;
  }
  for (let k = active; k < count; k++) {
    const g = load<f64>(at64(fresh, k));
    if (load<f64>(at64(up, k)) < Infinity) store<f64>(at64(up, k), g);
    if (load<f64>(at64(low, k)) > -Infinity) store<f64>(at64(low, k), g);
  }
}

@inline
function isFree(solver: Solver, k: i32): bool {
  return load<f64>(at64(solver.up, k)) < Infinity && load<f64>(at64(solver.low, k)) > -Infinity;
}

/** Takes samples out of the active set that are at a bound and would not be chosen. */
function shrink(session: Session): void {
  const solver = session.solver;
  if (!solver.firstKnown) findFirst(solver);
  const upward = -solver.least;
  let downward: f64 = -Infinity;
  for (let k = 0; k < solver.active; k++) downward = max(downward, load<f64>(at64(solver.low, k)));
  if (!solver.unshrunk && upward + downward <= solver.tolerance * 10) {
    solver.unshrunk = true;
    reconstruct(session);
    solver.active = solver.count;
  }
  let swapped = false;
  // Positions below k stay; those from `active` on are out.
  for (let k = 0; k < solver.active; k++) {
    if (!isSettled(solver, k, upward, downward)) continue;
    solver.active--;
    while (solver.active > k) {
      if (!isSettled(solver, solver.active, upward, downward)) {
        swap(solver, k, solver.active);
        swapped = true;
        break;
      }
      solver.active--;
    }
  }
  if (swapped) {
    solver.identity = false;
    clear(session.ordered);
  }
  solver.firstKnown = false;
}

/** Whether a sample is at a bound that its gradient pushes it against. */
@inline
function isSettled(solver: Solver, k: i32, upward: f64, downward: f64): bool {
  const up = load<f64>(at64(solver.up, k));
  const low = load<f64>(at64(solver.low, k));
  if (up == Infinity) return -low > upward;
  if (low == -Infinity) return up > downward;
  return false;
}

function swap(solver: Solver, a: i32, b: i32): void {
  swap64(solver.up, a, b);
  swap64(solver.low, a, b);
  swap64(solver.alpha, a, b);
  swap64(solver.sign, a, b);
  swap64(solver.diagonal, a, b);
  swap64(solver.bar, a, b);
  swap32(solver.members, a, b);
  swap32(solver.origins, a, b);
}

@inline
function swap64(array: usize, a: i32, b: i32): void {
  const value = load<f64>(at64(array, a));
  store<f64>(at64(array, a), load<f64>(at64(array, b)));
  store<f64>(at64(array, b), value);
}

@inline
function swap32(array: usize, a: i32, b: i32): void {
  const value = load<i32>(array + (<usize>a << 2));
  store<i32>(array + (<usize>a << 2), load<i32>(array + (<usize>b << 2)));
  store<i32>(array + (<usize>b << 2), value);
}

/** rho: the mean of g over the free samples in active order, or the middle of what the others allow. */
function offset(solver: Solver): f64 {
  let free = 0;
  let sum: f64 = 0;
  let upper: f64 = Infinity;
  let lower: f64 = -Infinity;
  for (let k = 0; k < solver.active; k++) {
    const up = load<f64>(at64(solver.up, k));
    const low = load<f64>(at64(solver.low, k));
    if (up == Infinity) lower = max(lower, low);
    else if (low == -Infinity) upper = min(upper, up);
    else {
      free++;
      sum += up;
    }
  }
  return free > 0 ? sum / free : (upper + lower) / 2;
}
