import { evaluate, evaluateNear, factorOf, NEAR_RBF } from './kernel-function';
import { Candidate } from './records';
import { integerRow } from './rows';
import { integerColumnOf, Session } from './session';
import { startSolve } from './solver';
import { OUTSIDE } from './solver-state';

/**
 * Platt's probabilities as libsvm fits them: decision values by five-fold cross-validation over a random
 * permutation of the pair's samples, then a sigmoid by Newton's method (Lin, Lin, Weng, 2007).
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

const MOST_STEPS: i32 = 100;
const LEAST_STEP: f64 = 1e-10;
/** Keeps the Hessian positive definite. */
const RIDGE: f64 = 1e-12;
const GRADIENT_TOLERANCE: f64 = 1e-5;
const ARMIJO: f64 = 0.0001;

/** Fits P(first class | decision value d) = 1 / (1 + exp(A d + B)). */
export function fitSigmoid(session: Session, candidate: Candidate): void {
  const count = session.count;
  const decisions = session.decisions;
  const first = session.firstCount;
  const prior1 = <f64>first;
  const prior0 = <f64>(count - first);
  const high = (prior1 + 1.0) / (prior1 + 2.0);
  const low = 1 / (prior0 + 2.0);
  let A: f64 = 0;
  let B = Math.log((prior0 + 1.0) / (prior1 + 1.0));
  let loss = lossOf(decisions, count, first, high, low, A, B);
  for (let step = 0; step < MOST_STEPS; step++) {
    let h11 = RIDGE;
    let h22 = RIDGE;
    let h21: f64 = 0;
    let g1: f64 = 0;
    let g2: f64 = 0;
    for (let k = 0; k < count; k++) {
      const d = load<f64>(decisions + (<usize>k << 3));
      const z = d * A + B;
      const e = Math.exp(z >= 0 ? -z : z);
      const p = z >= 0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
      const q = z >= 0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
      const d2 = p * q;
      h11 += d * d * d2;
      h22 += d2;
      h21 += d * d2;
      const d1 = (k < first ? high : low) - p;
      g1 += d * d1;
      g2 += d1;
    }
    if (Math.abs(g1) < GRADIENT_TOLERANCE && Math.abs(g2) < GRADIENT_TOLERANCE) break;
    const det = h11 * h22 - h21 * h21;
    const dA = -(h22 * g1 - h21 * g2) / det;
    const dB = -(-h21 * g1 + h11 * g2) / det;
    const slope = g1 * dA + g2 * dB;
    let size: f64 = 1;
    while (size >= LEAST_STEP) {
      const newA = A + size * dA;
      const newB = B + size * dB;
      const newLoss = lossOf(decisions, count, first, high, low, newA, newB);
      if (newLoss < loss + ARMIJO * size * slope) {
        A = newA;
        B = newB;
        loss = newLoss;
        break;
      }
      size = size / 2.0;
    }
    if (size < LEAST_STEP) break;
  }
  candidate.probA = A;
  candidate.probB = B;
  session.work -= <i64>count * 1000;
}

/** The negative log likelihood of the targets. */
function lossOf(
  decisions: usize,
  count: i32,
  first: i32,
  high: f64,
  low: f64,
  A: f64,
  B: f64,
): f64 {
  let loss: f64 = 0;
  for (let k = 0; k < count; k++) {
    const z = load<f64>(decisions + (<usize>k << 3)) * A + B;
    const target = k < first ? high : low;
    loss += z >= 0 ? target * z + Math.log(1 + Math.exp(-z)) : (target - 1) * z + Math.log(1 + Math.exp(z));
  }
  return loss;
}
