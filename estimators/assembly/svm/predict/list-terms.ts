import { candidateAt, Machine, PairJob } from '../records';

/**
 * Fills in the terms and rho of machines, one a candidate, from solved pairs: `jobs` are the addresses (u32) of
 * the PairJobs in the pairs' order. The terms of a pair are in libsvm's order: the first class's, then the second's.
 * Those with a zero coefficient, which change no sum, are left out. Returns 0 if a number is not finite, else 1.
 */
export function listTerms(jobs: usize, pairs: i32, machines: usize, machineCount: i32): i32 {
  let finite = true;
  for (let m = 0; m < machineCount; m++) {
    const machine = changetype<Machine>(machines + <usize>m * offsetof<Machine>());
    const starts = machine.termStarts;
    let count = 0;
    store<u32>(starts, 0);
    for (let pair = 0; pair < pairs; pair++) {
      const job = changetype<PairJob>(<usize>load<u32>(jobs + (<usize>pair << 2)));
      const candidate = candidateAt(job, m);
      const first = job.firstCount;
      const second = candidate.coefficients + (<usize>first << 3);
      count = addTerms(machine, count, candidate.coefficients, first, job.firstColumn);
      count = addTerms(machine, count, second, job.secondCount, job.secondColumn);
      store<u32>(starts + (<usize>pair << 2), count, 4);
      store<f64>(machine.rho + (<usize>pair << 3), candidate.rho);
      finite = finite && Math.abs(candidate.rho) < Infinity;
    }
    for (let term = 0; term < count; term++) {
      finite = finite && Math.abs(load<f64>(machine.termCoefficients + (<usize>term << 3))) < Infinity;
    }
  }
  return finite ? 1 : 0;
}

/** Adds the terms of a class, whose columns start at `column`; returns how many the machine has then. */
function addTerms(machine: Machine, terms: i32, coefficients: usize, count: i32, column: u32): i32 {
  for (let place = 0; place < count; place++) {
    const coefficient = load<f64>(coefficients + (<usize>place << 3));
    if (coefficient == 0) continue;
    store<u32>(machine.termVectors + (<usize>terms << 2), column + place);
    store<f64>(machine.termCoefficients + (<usize>terms << 3), coefficient);
    terms++;
  }
  return terms;
}
