import { GROUP } from '../../rows/records';
import { LABELS, Machine, ONE_VS_ONE, PROBABILITIES, PROBABILITIES_AND_LABEL } from '../records';
import { couple } from './coupling';

/** Bytes of a double for each row of a group. */
export const GROUP_BYTES: usize = <usize>GROUP * 8;
/** Pairwise probabilities stay this far from 0 and 1. */
const LEAST_PROBABILITY: f64 = 1e-7;

@inline
export function pairCount(classes: i32): i32 {
  return (classes * (classes - 1)) / 2;
}

/** Doubles that classes take while a row is decided: pairwise probabilities, a matrix of the same size, a vector. */
@inline
export function couplingDoubles(classes: i32): usize {
  return <usize>(2 * classes * classes + classes);
}

@inline
export function resultBytes(classes: i32, mode: i32): usize {
  if (mode == LABELS) return 1;
  const doubles = mode == ONE_VS_ONE ? pairCount(classes) : classes + i32(mode == PROBABILITIES_AND_LABEL);
  return <usize>doubles << 3;
}

/** decisions[pair][row of the group], each sum in the order of the support vectors. */
export function decide(machine: Machine, values: usize, decisions: usize): void {
  const pairs = pairCount(machine.classCount);
  for (let pair = 0; pair < pairs; pair++) {
    decidePair(machine, pair, values, decisions + <usize>pair * GROUP_BYTES);
  }
}

/** The decision values of one pair for the rows of the group. */
@inline
export function decidePair(machine: Machine, pair: i32, values: usize, decisions: usize): void {
  const starts = machine.termStarts + (<usize>pair << 2);
  const vectors = machine.termVectors;
  const coefficients = machine.termCoefficients;
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = <usize>load<u32>(starts, 4);
  for (let term = <usize>load<u32>(starts); term < end; term++) {
    const at = values + <usize>load<u32>(vectors + (term << 2)) * GROUP_BYTES;
    const c = v128.load64_splat(coefficients + (term << 3));
    s0 = f64x2.add(s0, f64x2.mul(c, v128.load(at)));
    s1 = f64x2.add(s1, f64x2.mul(c, v128.load(at, 16)));
    s2 = f64x2.add(s2, f64x2.mul(c, v128.load(at, 32)));
    s3 = f64x2.add(s3, f64x2.mul(c, v128.load(at, 48)));
  }
  const rho = v128.load64_splat(machine.rho + (<usize>pair << 3));
  v128.store(decisions, f64x2.sub(s0, rho));
  v128.store(decisions, f64x2.sub(s1, rho), 16);
  v128.store(decisions, f64x2.sub(s2, rho), 32);
  v128.store(decisions, f64x2.sub(s3, rho), 48);
}

/** `decisions` is one row's first; the next pair's is GROUP_BYTES further. */
export function writeResult(machine: Machine, decisions: usize, mode: i32, scratch: usize, out: usize): void {
  const classes = machine.classCount;
  if (mode == LABELS) {
    store<u8>(out, label(machine, decisions, classes, scratch));
  } else if (mode == PROBABILITIES_AND_LABEL) {
    const own = label(machine, decisions, classes, scratch);
    writeProbabilities(machine, decisions, classes, scratch, out);
    store<f64>(out + (<usize>classes << 3), <f64>own);
  } else if (mode == PROBABILITIES) {
    writeProbabilities(machine, decisions, classes, scratch, out);
  } else if (mode == ONE_VS_ONE) {
    for (let pair: usize = 0; pair < <usize>pairCount(classes); pair++) {
      store<f64>(out + (pair << 3), load<f64>(decisions + pair * GROUP_BYTES));
    }
  } else {
    writeOneVsRest(decisions, classes, scratch, out);
  }
}

@inline
function label(machine: Machine, decisions: usize, classes: i32, scratch: usize): u8 {
  return load<u8>(machine.labels + vote(decisions, classes, scratch));
}

/** The class with the most votes; of several, the first. */
function vote(decisions: usize, classes: i32, votes: usize): usize {
  memory.fill(votes, 0, <usize>classes << 2);
  for (let i = 0; i < classes; i++) {
    for (let j = i + 1; j < classes; j++) {
      const at = votes + (<usize>(load<f64>(decisions) > 0 ? i : j) << 2);
      store<u32>(at, load<u32>(at) + 1);
      decisions += GROUP_BYTES;
    }
  }
  let winner: usize = 0;
  for (let i: usize = 1; i < <usize>classes; i++) {
    if (load<u32>(votes + (i << 2)) > load<u32>(votes + (winner << 2))) winner = i;
  }
  return winner;
}

function writeProbabilities(
  machine: Machine,
  decisions: usize,
  classes: i32,
  pairwise: usize,
  out: usize,
): void {
  let probA = machine.probA;
  let probB = machine.probB;
  for (let i = 0; i < classes; i++) {
    for (let j = i + 1; j < classes; j++) {
      const z = load<f64>(decisions) * load<f64>(probA) + load<f64>(probB);
      const e = Math.exp(z >= 0 ? -z : z);
      const p = z >= 0 ? e / (1.0 + e) : 1.0 / (1 + e);
      const clipped = min(max(p, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
      store<f64>(pairwise + (<usize>(i * classes + j) << 3), clipped);
      store<f64>(pairwise + (<usize>(j * classes + i) << 3), 1 - clipped);
      decisions += GROUP_BYTES;
      probA += 8;
      probB += 8;
    }
  }
  couple(pairwise, classes, pairwise + (<usize>(classes * classes) << 3), out);
}

/** scikit-learn's `_ovr_decision_function`: votes, and to break ties a share of the summed confidences below 1/3. */
function writeOneVsRest(decisions: usize, classes: i32, scratch: usize, out: usize): void {
  const votes = scratch;
  memory.fill(votes, 0, <usize>classes << 3);
  memory.fill(out, 0, <usize>classes << 3);
  for (let i = 0; i < classes; i++) {
    for (let j = i + 1; j < classes; j++) {
      const d = load<f64>(decisions);
      const toI = <usize>i << 3;
      const toJ = <usize>j << 3;
      store<f64>(out + toI, load<f64>(out + toI) + d);
      store<f64>(out + toJ, load<f64>(out + toJ) - d);
      const winner = votes + (d < 0 ? toJ : toI);
      store<f64>(winner, load<f64>(winner) + 1);
      decisions += GROUP_BYTES;
    }
  }
  for (let i: usize = 0; i < <usize>classes; i++) {
    const sum = load<f64>(out + (i << 3));
    store<f64>(out + (i << 3), load<f64>(votes + (i << 3)) + sum / (3 * (Math.abs(sum) + 1)));
  }
}
