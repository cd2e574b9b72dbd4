import { Lane, PairQueue, SampleSet, SharedRows } from '../../../dist/kernels/records/svm.js';
import type { Address, HeapScope } from '../../compute/heap.js';
import type { Kernel } from '../../compute/kernel.js';
import { type InTurn, runLanes } from '../../compute/lanes.js';
import { placeRecord } from '../../compute/record.js';
import type { Work } from '../../compute/work.js';
import type { KernelGroup } from './kernel-groups.js';
import { type Pair, placePair } from './pair.js';
import { type Samples, sampleSet } from './sample-set.js';

/** A thread keeps at most 256 MiB of rows, and all of them with what they share at most 1 GiB. */
const MOST_ROW_BYTES = 268_435_456;
const MOST_ROW_BYTES_IN_ALL = 1_073_741_824;
/** Work of one call to the kernel: some milliseconds. */
const CALL_WORK = 1e7;
/** Bytes of rows that each of `threads` threads keeps, and that they share. */
export function defaultRowCacheBytes(threads: number): number {
  return Math.min(MOST_ROW_BYTES, Math.floor(MOST_ROW_BYTES_IN_ALL / (threads + 1)));
}

/**
 * Solves every pair of classes for every candidate of the group, the pairs spread over the threads. `samples`
 * has a group of samples for each class. Where their products are known, `rowCacheBytes` must not keep all rows of a
 * pair from being kept. `inTurn` may let solving wait, with everything ready, until others have solved. The result
 * belongs to `scope`.
 * @returns the pairs (0, 1), (0, 2) ... (k - 2, k - 1).
 */
export async function solvePairs(
  samples: Samples,
  group: KernelGroup,
  rowCacheBytes: number,
  scope: HeapScope,
  work: Work,
  inTurn: InTurn = (body) => body(),
): Promise<Pair[]> {
  const { compute } = work;
  const { heap } = compute;
  const set = placeRecord(SampleSet, sampleSet(samples, group), scope);
  const solving = heap.scope();
  try {
    const shared = { set, sharedRows: makeSharedRows(samples, rowCacheBytes, solving) };
    const pairs = samples.groups.flatMap((first, index) =>
      samples.groups
        .slice(index + 1)
        .map((second) => placePair(first, second, group.candidates, shared, scope)),
    );
    const longestFirst = pairs.toSorted((a, b) => b.count - a.count);
    const done = solving.copy(Int32Array.of(0));
    const jobs = solving.copy(Uint32Array.from(longestFirst, ({ job }) => job));
    const taken = solving.copy(Int32Array.of(0));
    const queue = placeRecord(PairQueue, { jobs, count: pairs.length, taken, done }, solving);
    const arenaBytes = await largestArena(samples, group, rowCacheBytes, work);
    const tellProgress = () => work.onProgress?.(Atomics.load(heap.int32(done, 1), 0) / pairs.length);
    const lanes = Math.min(compute.threads, pairs.length);
    await inTurn(() => trainQueue(samples.kernel, queue, lanes, arenaBytes, work, tellProgress));
    return pairs;
  } finally {
    solving.release();
  }
}

/** Trains all pairs of a queue, on so many threads. */
async function trainQueue(
  kernel: Kernel,
  queue: Address,
  lanes: number,
  arenaBytes: number,
  { compute, signal }: Work,
  tellProgress: () => void,
): Promise<void> {
  const arenas = compute.heap.scope();
  try {
    const addresses = Array.from({ length: lanes }, () =>
      placeRecord(Lane, { arena: arenas.allocate(arenaBytes), arenaBytes }, arenas),
    );
    await runLanes(addresses, { compute, signal }, async (lane) => {
      while ((await compute.call(kernel, 'trainPairs', queue, lane, CALL_WORK)) === 0) {
        signal?.throwIfAborted();
        tellProgress();
      }
    });
    tellProgress();
  } finally {
    arenas.release();
  }
}

/** Bytes that are enough for any pair. */
function largestArena(
  { kernel, groups, features }: Samples,
  { candidates }: KernelGroup,
  rowCacheBytes: number,
  { compute }: Work,
): Promise<number> {
  const [first, second] = groups.toSorted((a, b) => b.count - a.count);
  return compute.call(
    kernel,
    'arenaBytes',
    first!.count + second!.count,
    first!.columns + second!.columns,
    features,
    candidates.some(({ probability }) => probability) ? 1 : 0,
    rowCacheBytes,
  );
}

/** Room for rows of samples with their own class: for all of them, if `most` bytes suffice. */
function makeSharedRows(samples: Samples, most: number, scope: HeapScope): Address {
  const columns = samples.groups.reduce((sum, group) => sum + group.columns, 0);
  const units = samples.groups.reduce(
    (sum, group) => sum + group.count * Math.ceil((group.columns * 4) / 64),
    0,
  );
  const room = Math.min(units, Math.floor(most / 64));
  const states = scope.copy(new Int32Array(columns));
  const used = scope.copy(Int32Array.of(0));
  return placeRecord(SharedRows, { states, used, data: scope.allocate(room * 64), units: room }, scope);
}
