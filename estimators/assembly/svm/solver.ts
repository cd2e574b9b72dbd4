import { addRow, findFirst, findSecond, findSecondRbf, TAU, updateGradient } from './gradient';
import { BLOCK } from './pack';
import { activeRow, forgetActiveRows, kernelRow } from './rows';
import { Session, usesDistances } from './session';
import { OUTSIDE, Solver } from './solver-state';

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
export function solve(session: Session): bool {
  const solver = session.solver;
  for (;;) {
    if (session.work <= 0) return false;
    if (session.overflown) {
      solver.rho = NaN;
      return true;
    }
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
  solver.rho = offset(solver);
  return true;
}

@inline
function get(array: usize, k: i32): f64 {
  return load<f64>(array + (<usize>k << 3));
}

@inline
function set(array: usize, k: i32, value: f64): void {
  store<f64>(array + (<usize>k << 3), value);
}

@inline
function memberAt(solver: Solver, place: i32): i32 {
  return load<i32>(solver.order + (<usize>place << 2));
}

@inline
function placeOf(solver: Solver, member: i32): i32 {
  return load<i32>(solver.place + (<usize>member << 2));
}

@inline
function setPlace(solver: Solver, member: i32, place: i32): void {
  store<i32>(solver.place + (<usize>member << 2), place);
}

/** The member at a position of the dense order. */
@inline
function denseMember(solver: Solver, k: i32): i32 {
  return load<i32>(solver.members + (<usize>k << 2));
}

/** Chooses solver.first and solver.second. False if the active set is optimal within the tolerance. */
function select(session: Session): bool {
  const solver = session.solver;
  if (!solver.firstKnown) findFirst(solver);
  if (solver.first < 0) return false;
  const row = activeRow(session, denseMember(solver, solver.first));
  const violation = usesDistances(session) ? findSecondRbf(solver, row) : findSecond(solver, row);
  session.work -= solver.length;
  return violation >= solver.tolerance && solver.second >= 0;
}

/** Solves the chosen pair of variables within their bounds, and updates the gradient. */
function step(session: Session): void {
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
  setBoth(solver, i, memberI, get(solver.up, i));
  setBoth(solver, j, memberJ, get(solver.low, j));
  updateGradient(solver, rowI, rowJ, signI * (alphaI - oldI), signJ * (alphaJ - oldJ));
  session.work -= solver.length;
  if (oldI >= C != alphaI >= C) recordEvent(session, memberI, signI * (alphaI >= C ? C : -C));
  if (oldJ >= C != alphaJ >= C) recordEvent(session, memberJ, signJ * (alphaJ >= C ? C : -C));
}

/** Sets up[k] and low[k] of a sample with signed gradient g, by its alpha. */
@inline
function setBoth(solver: Solver, k: i32, member: i32, g: f64): void {
  const alpha = get(solver.alpha, member);
  const upper = alpha >= solver.C;
  const lower = !upper && alpha <= 0;
  const positive = get(solver.sign, member) > 0;
  set(solver.up, k, (positive ? upper : lower) ? Infinity : g);
  set(solver.low, k, (positive ? lower : upper) ? -Infinity : g);
}

@inline
function exclude(solver: Solver, k: i32): void {
  set(solver.up, k, Infinity);
  set(solver.low, k, -Infinity);
}

/** Makes the dense order all members, with the gradients in `fresh`. */
function layOutAll(session: Session): void {
  const solver = session.solver;
  solver.full = true;
  solver.length = session.width;
  solver.firstKnown = false;
  for (let member = 0; member < session.width; member++) {
    store<i32>(solver.members + (<usize>member << 2), member);
    const inside = member < session.count && placeOf(solver, member) != OUTSIDE;
    if (inside) setBoth(solver, member, member, get(solver.fresh, member));
    else exclude(solver, member);
    set(solver.diagonal, member, member < session.count ? get(session.diagonal, member) : 1);
  }
}

/** Makes the dense order the active members only. */
function layOutActive(session: Session): void {
  const solver = session.solver;
  let length = 0;
  // Entries move to the front, never past one that is yet to be read.
  for (let k = 0; k < solver.length; k++) {
    const member = denseMember(solver, k);
    if (member >= session.count || placeOf(solver, member) >= solver.active) continue;
    set(solver.up, length, get(solver.up, k));
    set(solver.low, length, get(solver.low, k));
    set(solver.diagonal, length, get(solver.diagonal, k));
    store<i32>(solver.members + (<usize>length << 2), member);
    length++;
  }
  for (; length & (<i32>BLOCK - 1); length++) {
    exclude(solver, length);
    set(solver.diagonal, length, 1);
    store<i32>(solver.members + (<usize>length << 2), session.count);
  }
  solver.full = false;
  solver.length = length;
  solver.firstKnown = false;
  forgetActiveRows(session);
}

/**
 * libsvm adds C y K[k] to G_bar for all k whenever a sample reaches its upper bound, and subtracts it when it
 * leaves. G_bar is read only where samples were shrunk, which many solves never do; so the changes are noted,
 * and added in the same order when they are needed.
 */
function recordEvent(session: Session, member: i32, change: f64): void {
  const solver = session.solver;
  if (solver.events == session.count) addEvents(session);
  store<i32>(solver.eventMembers + (<usize>solver.events << 2), member);
  set(solver.eventSteps, solver.events, change);
  solver.events++;
}

function addEvents(session: Session): void {
  const solver = session.solver;
  for (let event = 0; event < solver.events; event++) {
    const member = load<i32>(solver.eventMembers + (<usize>event << 2));
    addRow(solver.bar, kernelRow(session, member), get(solver.eventSteps, event), session.width);
  }
  session.work -= <i64>solver.events * session.width;
  solver.events = 0;
}

/**
 * Makes all samples of the solve active again. The gradient of those that were not is computed from G_bar and
 * from the free samples, in the order of their places. (libsvm has two branches for this, which visit the same
 * products of a sample in the same order.)
 */
function activateAll(session: Session): void {
  const solver = session.solver;
  const active = solver.active;
  if (active == solver.size) return;
  addEvents(session);
  for (let member = 0; member < session.count; member++) {
    set(solver.fresh, member, get(solver.bar, member) - get(solver.sign, member));
  }
  for (let place = 0; place < active; place++) {
    const member = memberAt(solver, place);
    const alpha = get(solver.alpha, member);
    if (alpha <= 0 || alpha >= solver.C) continue;
    addRow(solver.fresh, kernelRow(session, member), alpha * get(solver.sign, member), session.width);
    session.work -= session.width;
  }
  for (let k = 0; k < solver.length; k++) {
    const member = denseMember(solver, k);
    const g = gradientAt(solver, k);
    if (Math.abs(g) < Infinity) set(solver.fresh, member, g);
  }
  solver.active = solver.size;
  layOutAll(session);
}

/** g of an active sample; infinite if it is none. */
@inline
function gradientAt(solver: Solver, k: i32): f64 {
  const up = get(solver.up, k);
  return up < Infinity ? up : get(solver.low, k);
}

/** Takes samples out of the active set that are at a bound and would not be chosen, in libsvm's order. */
function shrink(session: Session): void {
  const solver = session.solver;
  if (!solver.firstKnown) findFirst(solver);
  const upward = -solver.least;
  let downward: f64 = -Infinity;
  for (let k = 0; k < solver.length; k++) downward = max(downward, get(solver.low, k));
  if (!solver.unshrunk && upward + downward <= solver.tolerance * 10) {
    solver.unshrunk = true;
    activateAll(session);
  }
  for (let k = 0; k < solver.length; k++) {
    const up = get(solver.up, k);
    const low = get(solver.low, k);
    // At a bound, and its gradient pushes it against that.
    const settled = up == Infinity ? -low > upward : low == -Infinity ? up > downward : false;
    store<u8>(solver.settled + denseMember(solver, k), settled ? 1 : 0);
  }
  const before = solver.active;
  // The places below `place` stay; those from `active` on are out.
  for (let place = 0; place < solver.active; place++) {
    if (!isSettled(solver, place)) continue;
    solver.active--;
    while (solver.active > place) {
      if (!isSettled(solver, solver.active)) {
        swapPlaces(solver, place, solver.active);
        break;
      }
      solver.active--;
    }
  }
  if (solver.active != before) layOutActive(session);
}

@inline
function isSettled(solver: Solver, place: i32): bool {
  return load<u8>(solver.settled + memberAt(solver, place)) != 0;
}

function swapPlaces(solver: Solver, a: i32, b: i32): void {
  const memberA = memberAt(solver, a);
  const memberB = memberAt(solver, b);
  store<i32>(solver.order + (<usize>a << 2), memberB);
  store<i32>(solver.order + (<usize>b << 2), memberA);
  setPlace(solver, memberA, b);
  setPlace(solver, memberB, a);
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
