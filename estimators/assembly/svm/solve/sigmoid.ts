import { Candidate } from '../records';
import { Session } from './session';

const MOST_STEPS: i32 = 100;
const LEAST_STEP: f64 = 1e-10;
/** Keeps the Hessian positive definite. */
const RIDGE: f64 = 1e-12;
const GRADIENT_TOLERANCE: f64 = 1e-5;
const ARMIJO: f64 = 0.0001;

/**
 * Fits P(first class | decision value d) = 1 / (1 + exp(A d + B)) to the session's decision values, by Newton's
 * method with backtracking as libsvm does (Lin, Lin, Weng, Machine Learning 68, 2007).
 */
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
