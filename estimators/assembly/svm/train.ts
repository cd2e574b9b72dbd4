import { decideHeldOut, FOLDS, startFold } from './platt';
import { Candidate, PairJob } from './records';
import { begin, Session } from './session';
import { fitSigmoid } from './sigmoid';
import { solve, startSolve } from './solver';

/**
 * Trains a pair of classes for all candidates. Does about `work` nanoseconds of it; returns 1 when all is
 * done, 0 if it must be called again.
 *
 * Of each candidate: step 0 solves the pair itself, steps 1 to FOLDS the folds of its probabilities, and the
 * last step fits the sigmoid.
 */
export function trainPair(address: usize, work: f64): i32 {
  const job = changetype<PairJob>(address);
  if (job.begun == 0) begin(job);
  const session = changetype<Session>(<usize>job.arena);
  session.work = <i64>work;
  while (session.candidate < <i32>job.candidateCount) {
    const at = <usize>session.candidate * offsetof<Candidate>();
    const candidate = changetype<Candidate>(<usize>job.candidates + at);
    if (!advance(session, candidate)) return 0;
    const last = candidate.permutation != 0 ? FOLDS + 1 : 0;
    if (session.step == last) {
      session.candidate++;
      session.step = 0;
    } else {
      session.step++;
    }
  }
  return 1;
}

/** Goes on with the current step. False if this call's work was used up before its end. */
function advance(session: Session, candidate: Candidate): bool {
  const permutation = <usize>candidate.permutation;
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
  if (session.step > 0) {
    decideHeldOut(session);
  } else {
    candidate.rho = session.solver.rho;
    candidate.iterations = session.solver.iterations;
    storeCoefficients(session, <usize>candidate.coefficients);
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
