import type { Address, Heap, HeapScope } from '../compute/heap.js';
import type { PackedGroup } from './packing.js';
import type { SvcParams } from './params.js';
import { plattPermutation } from './permutation.js';
import type { CandidateRecord, PairJobRecord } from './records.js';

/** One pair of classes in shared memory: what is to be solved, and what the kernel found. */
export interface Pair {
  /** Samples of both classes. */
  readonly count: number;
  /** Addresses of the PairJob and of the candidates' records in it. */
  readonly job: Address;
  readonly candidates: Address;
  /** Addresses of each candidate's coefficients, `count` doubles. */
  readonly coefficients: readonly Address[];
}

/** What the solver, and Platt's method if wanted, found for one pair of classes. */
export interface SolvedPair {
  /** alpha * y of the first class's samples, then of the second's, as libsvm signs them. */
  readonly coefficients: Float64Array;
  readonly rho: number;
  readonly iterations: number;
  /** The sigmoid; 0 and 0 where no probabilities were asked for. */
  readonly probA: number;
  readonly probB: number;
}

/** The fields of a CandidateRecord that the kernel writes. */
const RESULTS = { rho: 4, iterations: 5, probA: 6, probB: 7 };
const CANDIDATE_FIELDS = 9;

/** Describes the solves of a pair of classes for all candidates, on a sample set and rows that pairs share. */
export function placePair(
  first: PackedGroup,
  second: PackedGroup,
  params: readonly SvcParams[],
  { set, sharedRows }: { readonly set: Address; readonly sharedRows: Address },
  scope: HeapScope,
): Pair {
  const count = first.count + second.count;
  const coefficients = params.map(() => scope.allocate(count * 8));
  const permutations = sharePermutations(params, count, scope);
  const records = params.flatMap(({ C, tol }, index): CandidateRecord => {
    return [C, tol, permutations[index]!, coefficients[index]!, 0, 0, 0, 0, 0];
  });
  const candidates = scope.copy(Float64Array.from(records));
  const job: PairJobRecord = [
    set,
    sharedRows,
    first.count,
    first.firstColumn,
    first.columns,
    second.count,
    second.firstColumn,
    second.columns,
    candidates,
    params.length,
    params.some(({ probability }) => probability) ? 1 : 0,
  ];
  return { count, job: scope.copy(Float64Array.from(job)), candidates, coefficients };
}

/** What was found for a pair and one of its candidates. */
export function readPair(
  { count, candidates, coefficients }: Pair,
  candidate: number,
  heap: Heap,
): SolvedPair {
  const record = heap.float64(candidates + candidate * CANDIDATE_FIELDS * 8, CANDIDATE_FIELDS);
  return {
    coefficients: heap.float64(coefficients[candidate]!, count).slice(),
    rho: record[RESULTS.rho]!,
    iterations: record[RESULTS.iterations]!,
    probA: record[RESULTS.probA]!,
    probB: record[RESULTS.probB]!,
  };
}

/** The address of each candidate's permutation, one copy a seed; 0 where no probabilities are wanted. */
function sharePermutations(candidates: readonly SvcParams[], count: number, scope: HeapScope): Address[] {
  const bySeed = new Map<number, Address>();
  return candidates.map(({ probability, randomState }) => {
    if (!probability || randomState === null) return 0;
    let address = bySeed.get(randomState);
    if (address === undefined) {
      address = scope.copy(plattPermutation(randomState, count));
      bySeed.set(randomState, address);
    }
    return address;
  });
}
