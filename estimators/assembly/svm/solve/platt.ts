import { Session } from './session';
import { startSolve } from './solver';
import { OUTSIDE } from './solver-state';

/**
 * Platt's probabilities as libsvm fits them start from decision values by cross-validation with this many folds,
 * over a random permutation of the pair's samples; sigmoid.ts does the rest.
 */
export const FOLDS: i32 = 5;

@inline
function foldStart(session: Session, fold: i32): i32 {
  return (fold * session.count) / FOLDS;
}

@inline
function permuted(permutation: usize, k: i32): i32 {
  return load<i32>(permutation + (<usize>k << 2));
}

/**
 * Starts the solve of a fold. False if there is nothing to solve: then the decision values are already given,
 * as libsvm gives them where the training part has one class only.
 */
export function startFold(session: Session, permutation: usize, fold: i32, C: f64, tolerance: f64): bool {
  const begin = foldStart(session, fold);
  const end = foldStart(session, fold + 1);
  if (begin == end) return false;
  // libsvm sorts the labels, so that in the fold's own model -1, the second class, comes first and is positive.
  const seconds = listClass(session, permutation, begin, end, true, 0);
  const count = listClass(session, permutation, begin, end, false, seconds);
  if (seconds == 0 || seconds == count) {
    const value: f64 = count == 0 ? 0 : seconds == 0 ? 1 : -1;
    for (let k = begin; k < end; k++) setDecision(session, permuted(permutation, k), value);
    return false;
  }
  memory.copy(session.solver.order, session.foldMembers, <usize>count << 2);
  startSolve(session, count, seconds, C, tolerance);
  return true;
}

/** Lists the training samples of one class in permuted order from position `count` on; returns the end. */
function listClass(
  session: Session,
  permutation: usize,
  begin: i32,
  end: i32,
  second: bool,
  count: i32,
): i32 {
  for (let k = 0; k < session.count; k++) {
    if (k >= begin && k < end) continue;
    const member = permuted(permutation, k);
    if (member >= session.firstCount != second) continue;
    store<i32>(session.foldMembers + (<usize>count << 2), member);
    count++;
  }
  return count;
}

@inline
export function setDecision(session: Session, member: i32, value: f64): void {
  store<f64>(session.decisions + (<usize>member << 3), value);
}

@inline
export function isHeldOut(session: Session, member: i32): bool {
  return load<i32>(session.solver.place + (<usize>member << 2)) == OUTSIDE;
}

/** Sets the decision values of a fold's held-out samples from `heldValues`, which lack rho. */
export function setHeldOut(session: Session): void {
  let next = session.heldValues;
  for (let member = 0; member < session.count; member++) {
    if (!isHeldOut(session, member)) continue;
    // The fold's model calls the second class positive.
    setDecision(session, member, (load<f64>(next) - session.solver.rho) * -1);
    next += 8;
  }
}
