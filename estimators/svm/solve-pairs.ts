import { svmKernel } from '../../dist/kernels/svm.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { PackedSamples } from './packing.js';
import type { SvcParams } from './params.js';
import { plattPermutation } from './permutation.js';
import {
  type CandidateRecord,
  KERNEL_NUMBERS,
  type PairJobRecord,
  type SampleSetRecord,
  type SharedRowsRecord,
} from './records.js';

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

/** Candidates that share kernel values: they differ in C, tol, probability and randomState only. */
export interface KernelGroup {
  readonly gamma: number;
  readonly candidates: readonly SvcParams[];
}

/** A thread keeps at most 256 MiB of rows, and all of them with what they share at most 1 GiB. */
const MOST_ROW_BYTES = 268_435_456;
const MOST_ROW_BYTES_IN_ALL = 1_073_741_824;
/** Work of one call to the kernel: some tens of milliseconds. */
const CALL_WORK = 2e7;
/** The fields of a CandidateRecord that the kernel writes. */
const RESULTS = { rho: 4, iterations: 5, probA: 6, probB: 7 };
const CANDIDATE_FIELDS = 8;

/** Bytes of rows that each of `threads` threads keeps, and that they share. */
export function defaultRowCacheBytes(threads: number): number {
  return Math.min(MOST_ROW_BYTES, Math.floor(MOST_ROW_BYTES_IN_ALL / (threads + 1)));
}

/**
 * Solves every pair of classes for every candidate of the group, the pairs spread over the threads. `samples`
 * has a group of samples for each class.
 * @returns for each candidate its pairs, in the order (0, 1), (0, 2) ... (k - 2, k - 1).
 */
export async function solvePairs(
  samples: PackedSamples,
  group: KernelGroup,
  work: Work,
  rowCacheBytes: number,
): Promise<SolvedPair[][]> {
  const { compute } = work;
  const { groups } = samples;
  const pairs = groups.flatMap((first, index) =>
    groups.slice(index + 1).map((second) => ({ first, second })),
  );
  const sizes = pairs.map(({ first, second }) => first.count + second.count);
  const longestFirst = sizes.map((_, index) => index).sort((a, b) => sizes[b]! - sizes[a]!);
  const probability = group.candidates.some((candidate) => candidate.probability) ? 1 : 0;
  const arenaBytes = await compute.call(
    svmKernel,
    'arenaBytes',
    Math.max(...sizes),
    Math.max(...pairs.map(({ first, second }) => first.columns + second.columns)),
    samples.features,
    probability,
    rowCacheBytes,
  );
  const scope = compute.heap.scope();
  try {
    const set = scope.copy(Float64Array.from(sampleSetRecord(samples, group)));
    const sharedRows = makeSharedRows(samples, rowCacheBytes, scope);
    const lanes = Math.min(compute.threads, pairs.length);
    const arenas = Array.from({ length: lanes }, () => scope.allocate(arenaBytes));
    const solved = await runLanes(longestFirst, work, (index, lane) => {
      const { first, second } = pairs[index]!;
      return solvePair(group, sizes[index]!, work, (candidates) => [
        set,
        sharedRows,
        first.count,
        first.firstColumn,
        first.columns,
        second.count,
        second.firstColumn,
        second.columns,
        candidates,
        group.candidates.length,
        arenas[lane]!,
        arenaBytes,
        probability,
        0,
      ]);
    });
    const byPair = new Array<SolvedPair[]>(pairs.length);
    for (const [place, index] of longestFirst.entries()) byPair[index] = solved[place]!;
    return group.candidates.map((_, candidate) => byPair.map((results) => results[candidate]!));
  } finally {
    scope.release();
  }
}

/** Room for rows of samples with their own class: for all of them, if `most` bytes suffice. */
function makeSharedRows(samples: PackedSamples, most: number, scope: HeapScope): Address {
  const columns = samples.groups.reduce((sum, group) => sum + group.columns, 0);
  const units = samples.groups.reduce(
    (sum, group) => sum + group.count * Math.ceil((group.columns * 4) / 64),
    0,
  );
  const room = Math.min(units, Math.floor(most / 64));
  const states = scope.copy(new Int32Array(columns));
  const used = scope.copy(Int32Array.of(0));
  const record: SharedRowsRecord = [states, used, scope.allocate(room * 64), room];
  return scope.copy(Float64Array.from(record));
}

function sampleSetRecord(samples: PackedSamples, group: KernelGroup): SampleSetRecord {
  const { kernel, coef0, degree } = group.candidates[0]!;
  return [
    samples.images,
    samples.features,
    samples.packed,
    samples.order,
    samples.norms,
    KERNEL_NUMBERS[kernel],
    group.gamma,
    coef0,
    degree,
  ];
}

/** Solves one pair of `count` samples for all candidates; `describe` completes the job's record. */
async function solvePair(
  group: KernelGroup,
  count: number,
  { compute, signal }: Work,
  describe: (candidates: Address) => PairJobRecord,
): Promise<SolvedPair[]> {
  const { heap } = compute;
  const scope = heap.scope();
  try {
    const coefficients = group.candidates.map(() => scope.allocate(count * 8));
    const permutations = sharePermutations(group.candidates, count, scope);
    const candidates = scope.copy(
      Float64Array.from(
        group.candidates.flatMap(({ C, tol }, index): CandidateRecord => {
          return [C, tol, permutations[index]!, coefficients[index]!, 0, 0, 0, 0];
        }),
      ),
    );
    const job = scope.copy(Float64Array.from(describe(candidates)));
    while ((await compute.call(svmKernel, 'trainPair', job, CALL_WORK)) === 0) signal?.throwIfAborted();
    return coefficients.map((address, index) => {
      const record = heap.float64(candidates + index * CANDIDATE_FIELDS * 8, CANDIDATE_FIELDS);
      return {
        coefficients: heap.float64(address, count).slice(),
        rho: record[RESULTS.rho]!,
        iterations: record[RESULTS.iterations]!,
        probA: record[RESULTS.probA]!,
        probB: record[RESULTS.probB]!,
      };
    });
  } finally {
    scope.release();
  }
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
