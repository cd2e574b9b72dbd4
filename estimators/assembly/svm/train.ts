import { decideHeldOut, fitSigmoid, FOLDS, startFold } from './platt';
import { Candidate, PairJob } from './records';
import { begin, Session } from './session';
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
      fitSigmoid(session, fieldOf(candidate, offsetof<Candidate>('probA')), fieldOf(candidate, offsetof<Candidate>('probB')));
      return true;
    } else if (!startFold(session, permutation, fold, candidate.C, candidate.tolerance)) {
      return true;
    }
    session.solving = true;
  }
  if (!solve(session)) return false;
  session.solving = false;
  if (session.step == 0) {
    const solver = session.solver;
    storeCoefficients(session, <usize>candidate.coefficients);
    candidate.rho = solver.rho;
    candidate.iterations = solver.iterations;
  } else {
    storeCoefficients(session, session.foldCoefficients);
    decideHeldOut(session, permutation, fold);
  }
  return true;
}

@inline
function fieldOf(candidate: Candidate, offset: usize): usize {
  return changetype<usize>(candidate) + offset;
}

function startPair(session: Session, candidate: Candidate): void {
  for (let k = 0; k < session.count; k++) store<i32>(session.solver.members + (<usize>k << 2), k);
  startSolve(session, session.count, session.firstCount, true, candidate.C, candidate.tolerance);
}

/** Writes alpha * y in the order in which the solve began. */
function storeCoefficients(session: Session, out: usize): void {
  const solver = session.solver;
  for (let k = 0; k < solver.count; k++) {
    const origin = <usize>load<i32>(solver.origins + (<usize>k << 2));
    const at = <usize>k << 3;
    store<f64>(out + (origin << 3), load<f64>(solver.alpha + at) * load<f64>(solver.sign + at));
  }
}
