import { evaluate, evaluateNear, factorOf, NEAR_RBF } from './kernel-function';
import { integerRow } from './rows';
import { integerColumnOf, Session } from './session';
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
function setDecision(session: Session, member: i32, value: f64): void {
  store<f64>(session.decisions + (<usize>member << 3), value);
}

/** Decision values of a solved fold's held-out samples, from exact kernel values (not rounded to f32). */
export function decideHeldOut(session: Session): void {
  const solver = session.solver;
  // In member order, so that the rows are read from front to back.
  let held = 0;
  for (let member = 0; member < session.count; member++) {
    if (isHeldOut(session, member)) setColumn(session, held++, integerColumnOf(session, member));
  }
  // An even number of columns: they are taken two at a time.
  setColumn(session, held, 0);
  memory.fill(session.heldValues, 0, <usize>(held + 1) << 3);
  for (let k = 0; k < solver.size; k++) {
    const member = load<i32>(session.foldMembers + (<usize>k << 2));
    const at = <usize>member << 3;
    const alpha = load<f64>(solver.alpha + at);
    if (alpha == 0) continue;
    addSupport(session, integerRow(session, member), alpha * load<f64>(solver.sign + at), held);
    session.work -= held * 2;
  }
  let next = session.heldValues;
  for (let member = 0; member < session.count; member++) {
    if (!isHeldOut(session, member)) continue;
    // The fold's model calls the second class positive.
    setDecision(session, member, (load<f64>(next) - solver.rho) * -1);
    next += 8;
  }
}

@inline
function isHeldOut(session: Session, member: i32): bool {
  return load<i32>(session.solver.place + (<usize>member << 2)) == OUTSIDE;
}

@inline
function setColumn(session: Session, k: i32, column: i32): void {
  store<i32>(session.heldColumns + (<usize>k << 2), column);
}

/** values[k] += coefficient * kernel value of the row's sample and held-out sample k. */
function addSupport(session: Session, integers: usize, coefficient: f64, held: i32): void {
  const form = session.form;
  const weight = f64x2.splat(coefficient);
  const factor = factorOf(form, session.gamma);
  let values = session.heldValues;
  let columns = session.heldColumns;
  const end = columns + (<usize>held << 2);
  if (form == NEAR_RBF) {
    for (; columns < end; columns += 8) {
      const value = evaluateNear(twoIntegers(integers, columns), factor);
      v128.store(values, f64x2.add(v128.load(values), f64x2.mul(weight, value)));
      values += 16;
    }
  } else {
    for (; columns < end; columns += 8) {
      const two = twoIntegers(integers, columns);
      const value = evaluate(two, form, factor, session.coef0, session.degree);
      v128.store(values, f64x2.add(v128.load(values), f64x2.mul(weight, value)));
      values += 16;
    }
  }
}

@inline
function twoIntegers(integers: usize, columns: usize): v128 {
  const first = v128.load32_zero(integers + (<usize>load<u32>(columns) << 2));
  return v128.load32_lane(integers + (<usize>load<u32>(columns, 4) << 2), first, 1);
}
