import { Candidate, candidateAt, Lane, PairJob, PairQueue } from '../records';
import { FOLDS, startFold } from './platt';
import { begin, Session, sessionOf } from './session';
import { fitSigmoid } from './sigmoid';
import { solve, startSolve } from './solver';

/**
 * Trains pairs of a queue, in sessions of class S, until none is left to take (returns 1) or about `work` nanoseconds
 * of it are done (returns 0: the lane must be called again).
 */
export function trainQueue<S extends Session>(queueAddress: usize, laneAddress: usize, work: f64): i32 {
  const queue = changetype<PairQueue>(queueAddress);
  const lane = changetype<Lane>(laneAddress);
  const session = sessionOf<S>(lane);
  session.work = <i64>work;
  while (lane.job != 0 || takePair<S>(queue, lane)) {
    if (!trainPair(session, changetype<PairJob>(lane.job))) return 0;
    lane.job = 0;
    atomic.add<i32>(queue.done, 1);
  }
  return 1;
}

/** Begins the next pair. False if there is none. */
function takePair<S extends Session>(queue: PairQueue, lane: Lane): bool {
  const next = atomic.add<i32>(queue.taken, 1);
  if (next >= queue.count) return false;
  lane.job = load<u32>(queue.jobs + (<usize>next << 2));
  begin<S>(lane, changetype<PairJob>(lane.job));
  return true;
}

/**
 * Goes on with a pair until it is trained for all candidates (true) or this call's work is used up (false).
 *
 * Of each candidate: step 0 solves the pair itself, steps 1 to FOLDS the folds of its probabilities, and the
 * last step fits the sigmoid.
 */
function trainPair<S extends Session>(session: S, job: PairJob): bool {
  const count = job.candidateCount;
  while (session.candidate < count) {
    const candidate = candidateAt(job, session.candidate);
    if (session.step > 0 || session.solving || !copyResults(session, job, candidate)) {
      if (!advance(session, candidate)) return false;
      const last = candidate.permutation != 0 ? FOLDS + 1 : 0;
      if (session.step < last) {
        session.step++;
        continue;
      }
    }
    session.candidate++;
    session.step = 0;
  }
  return true;
}

/**
 * Copies the results of an earlier candidate whose solves are, step by step, those of this one; false if there
 * is none. C is only a bound: it makes no difference between two candidates as long as every coefficient stays
 * below the bounds of both.
 */
function copyResults(session: Session, job: PairJob, candidate: Candidate): bool {
  for (let index = 0; index < session.candidate; index++) {
    const earlier = candidateAt(job, index);
    if (earlier.tolerance != candidate.tolerance || earlier.permutation != candidate.permutation) continue;
    if (earlier.most >= min(earlier.C, candidate.C)) continue;
    memory.copy(candidate.coefficients, earlier.coefficients, <usize>session.count << 3);
    candidate.rho = earlier.rho;
    candidate.iterations = earlier.iterations;
    candidate.probA = earlier.probA;
    candidate.probB = earlier.probB;
    candidate.most = earlier.most;
    return true;
  }
  return false;
}

/** Goes on with the current step. False if this call's work was used up before its end. */
function advance<S extends Session>(session: S, candidate: Candidate): bool {
  const permutation = candidate.permutation;
  const fold = session.step - 1;
  if (!session.solving) {
    if (session.step == 0) {
      startPair(session, candidate);
    } else if (fold == FOLDS) {
      fitSigmoid(session, candidate);
      return true;
    } else if (!startFold(session, permutation, fold, candidate.C, candidate.tolerance)) {
      return true;
    }
    session.solving = true;
  }
  if (!solve(session)) return false;
  session.solving = false;
  candidate.most = max(candidate.most, session.solver.most);
  if (session.step > 0) {
    session.decideHeldOut();
  } else {
    candidate.rho = session.solver.rho;
    candidate.iterations = session.solver.iterations;
    storeCoefficients(session, candidate.coefficients);
  }
  return true;
}

function startPair(session: Session, candidate: Candidate): void {
  for (let member = 0; member < session.count; member++) {
    store<i32>(session.solver.order + (<usize>member << 2), member);
  }
  startSolve(session, session.count, session.firstCount, candidate.C, candidate.tolerance);
}

/** Writes alpha * y by member. */
function storeCoefficients(session: Session, out: usize): void {
  const solver = session.solver;
  for (let at: usize = 0; at < <usize>session.count << 3; at += 8) {
    store<f64>(out + at, load<f64>(solver.alpha + at) * load<f64>(solver.sign + at));
  }
}
