import { svmKernel } from '../../dist/kernels/svm.js';
import type { Work } from '../classifier.js';
import type { Address, Heap, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import type { KernelGroup } from './kernel-groups.js';
import type { PackedGroup, PackedSamples } from './packing.js';
import type { SvcParams } from './params.js';
import { plattPermutation } from './permutation.js';
import {
  type CandidateRecord,
  KERNEL_NUMBERS,
  type LaneRecord,
  type PairJobRecord,
  type PairQueueRecord,
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

/** Samples whose products with one another are known already. */
export interface KnownSamples {
  readonly features: number;
  readonly norms: Address;
  readonly groups: readonly PackedGroup[];
  /** Addresses of a u32 a column each, see assembly/svm/records.ts. */
  readonly productColumns: Address;
  readonly productRows: Address;
}

/** A thread keeps at most 256 MiB of rows, and all of them with what they share at most 1 GiB. */
const MOST_ROW_BYTES = 268_435_456;
const MOST_ROW_BYTES_IN_ALL = 1_073_741_824;
/** Work of one call to the kernel: some milliseconds. */
const CALL_WORK = 5e6;
/** The fields of a CandidateRecord that the kernel writes. */
const RESULTS = { rho: 4, iterations: 5, probA: 6, probB: 7 };
const CANDIDATE_FIELDS = 9;

/** Bytes of rows that each of `threads` threads keeps, and that they share. */
export function defaultRowCacheBytes(threads: number): number {
  return Math.min(MOST_ROW_BYTES, Math.floor(MOST_ROW_BYTES_IN_ALL / (threads + 1)));
}

/** One pair of classes: its samples, and where the kernel puts what it finds. */
interface Pair {
  readonly first: PackedGroup;
  readonly second: PackedGroup;
  readonly count: number;
  /** Address of the candidates' records. */
  readonly candidates: Address;
  /** A candidate's coefficients, `count` doubles each. */
  readonly coefficients: readonly Address[];
}

/**
 * Solves every pair of classes for every candidate of the group, the pairs spread over the threads. `samples`
 * has a group of samples for each class. Where their products are known, `rowCacheBytes` must not keep all rows of a
 * pair from being kept.
 * @returns for each candidate its pairs, in the order (0, 1), (0, 2) ... (k - 2, k - 1).
 */
export async function solvePairs(
  samples: PackedSamples | KnownSamples,
  group: KernelGroup,
  work: Work,
  rowCacheBytes: number,
): Promise<SolvedPair[][]> {
  const { compute, signal, onProgress } = work;
  const { heap } = compute;
  const { groups, features } = samples;
  const widest = Math.max(...groups.map(({ columns }) => columns));
  const largest = groups.map(({ count }) => count).sort((a, b) => b - a);
  const probability = group.candidates.some((candidate) => candidate.probability) ? 1 : 0;
  const most = largest[0]! + largest[1]!;
  const arenaBytes = await compute.call(
    svmKernel,
    'arenaBytes',
    most,
    2 * widest,
    features,
    probability,
    rowCacheBytes,
  );
  const scope = heap.scope();
  try {
    const set = scope.copy(Float64Array.from(sampleSetRecord(samples, group)));
    const sharedRows = makeSharedRows(samples, rowCacheBytes, scope);
    const pairs = groups.flatMap((first, index) =>
      groups.slice(index + 1).map((second) => placePair(first, second, group, scope)),
    );
    const longestFirst = pairs.toSorted((a, b) => b.count - a.count);
    const jobs = longestFirst.flatMap(({ first, second, candidates }): PairJobRecord => {
      const places = [first, second].flatMap((own) => [own.count, own.firstColumn, own.columns]);
      return [set, sharedRows, ...places, candidates, group.candidates.length, probability] as PairJobRecord;
    });
    const taken = scope.copy(Int32Array.of(0));
    const done = scope.copy(Int32Array.of(0));
    const queueRecord: PairQueueRecord = [scope.copy(Float64Array.from(jobs)), pairs.length, taken, done];
    const queue = scope.copy(Float64Array.from(queueRecord));
    const lanes = Array.from({ length: Math.min(compute.threads, pairs.length) }, () => {
      const lane: LaneRecord = [scope.allocate(arenaBytes), arenaBytes, 0];
      return scope.copy(Float64Array.from(lane));
    });
    await runLanes(lanes, { compute, signal }, async (lane) => {
      while ((await compute.call(svmKernel, 'trainPairs', queue, lane, CALL_WORK)) === 0) {
        signal?.throwIfAborted();
        onProgress?.(Atomics.load(heap.int32(done, 1), 0) / pairs.length);
      }
    });
    onProgress?.(1);
    return group.candidates.map((_, candidate) => pairs.map((pair) => readResult(pair, candidate, heap)));
  } finally {
    scope.release();
  }
}

/** Room for rows of samples with their own class: for all of them, if `most` bytes suffice. */
function makeSharedRows(samples: PackedSamples | KnownSamples, most: number, scope: HeapScope): Address {
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

export function sampleSetRecord(samples: PackedSamples | KnownSamples, group: KernelGroup): SampleSetRecord {
  const { kernel, coef0, degree } = group.candidates[0]!;
  const pixels =
    'packed' in samples
      ? ([samples.images, samples.features, samples.packed, samples.order] as const)
      : ([0, samples.features, 0, 0] as const);
  const products =
    'packed' in samples ? ([0, 0] as const) : ([samples.productColumns, samples.productRows] as const);
  return [...pixels, samples.norms, KERNEL_NUMBERS[kernel], group.gamma, coef0, degree, ...products];
}

function placePair(first: PackedGroup, second: PackedGroup, group: KernelGroup, scope: HeapScope): Pair {
  const count = first.count + second.count;
  const coefficients = group.candidates.map(() => scope.allocate(count * 8));
  const permutations = sharePermutations(group.candidates, count, scope);
  const records = group.candidates.flatMap(({ C, tol }, index): CandidateRecord => {
    return [C, tol, permutations[index]!, coefficients[index]!, 0, 0, 0, 0, 0];
  });
  return { first, second, count, candidates: scope.copy(Float64Array.from(records)), coefficients };
}

function readResult({ count, candidates, coefficients }: Pair, candidate: number, heap: Heap): SolvedPair {
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
