import { BLOCK } from '../../rows/records';
import { addRow, findFirst } from './gradient';
import { forgetActiveRows, kernelRow } from './rows';
import { Session } from './session';
import { denseMember, get, memberAt, OUTSIDE, placeOf, set, setPlace, Solver } from './solver-state';

/** How samples enter and leave the active set of a solve: libsvm's shrinking. */

/** Sets up[k] and low[k] of a sample with signed gradient g, by its alpha. */
@inline
export function setBoth(solver: Solver, k: i32, member: i32, g: f64): void {
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
export function layOutAll(session: Session): void {
  const solver = session.solver;
  solver.full = true;
  solver.length = session.width;
  solver.firstKnown = false;
  solver.guess = 0;
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
  solver.guess = 0;
  forgetActiveRows(session);
}

/**
 * libsvm adds C y K[k] to G_bar for all k whenever a sample reaches its upper bound, and subtracts it when it
 * leaves. G_bar is read only where samples were shrunk, which many solves never do; so the changes are noted,
 * and added in the same order when they are needed.
 */
export function recordEvent<S extends Session>(session: S, member: i32, change: f64): void {
  const solver = session.solver;
  if (solver.events == session.count) addEvents(session);
  store<i32>(solver.eventMembers + (<usize>solver.events << 2), member);
  set(solver.eventSteps, solver.events, change);
  solver.events++;
}

function addEvents<S extends Session>(session: S): void {
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
export function activateAll<S extends Session>(session: S): void {
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
export function shrink<S extends Session>(session: S): void {
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
