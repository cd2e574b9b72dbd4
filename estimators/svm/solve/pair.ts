import { Candidate, PairJob } from '../../../dist/kernels/records/svm.js';
import type { Address, Heap, HeapScope } from '../../compute/heap.js';
import { placeRecord, placeRecords, readRecord } from '../../compute/record.js';
import type { PackedGroup } from '../../rows/packing.js';
import type { SvcParams } from '../params.js';
import { plattPermutation } from './permutation.js';

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
  const records = params.map(({ C, tol }, index) => ({
    C,
    tolerance: tol,
    permutation: permutations[index]!,
    coefficients: coefficients[index]!,
  }));
  const candidates = placeRecords(Candidate, records, scope);
  const fields = {
    set,
    sharedRows,
    firstCount: first.count,
    firstColumn: first.firstColumn,
    firstWidth: first.columns,
    secondCount: second.count,
    secondColumn: second.firstColumn,
    secondWidth: second.columns,
    candidates,
    candidateCount: params.length,
    probability: params.some(({ probability }) => probability) ? 1 : 0,
  };
  return { count, job: placeRecord(PairJob, fields, scope), candidates, coefficients };
}

/** What was found for a pair and one of its candidates. */
export function readPair(
  { count, candidates, coefficients }: Pair,
  candidate: number,
  heap: Heap,
): SolvedPair {
  const { rho, iterations, probA, probB } = readRecord(
    Candidate,
    candidates + candidate * Candidate.bytes,
    heap,
  );
  return {
    coefficients: heap.float64(coefficients[candidate]!, count).slice(),
    rho,
    iterations,
    probA,
    probB,
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
