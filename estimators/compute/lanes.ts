import type { Work } from './work.js';

/**
 * Runs `body` over all items on as many lanes as there are threads, each lane one item after the other, in
 * the order given (so put the longest first). `lane` (0 to threads - 1) lets a body own scratch memory that
 * no other running body uses. Results come back in the items' order.
 *
 * On abort or failure no further item is begun, and the promise rejects only after every running body has
 * ended: from then on the caller may release memory.
 */
export async function runLanes<Item, Result>(
  items: readonly Item[],
  work: Work,
  body: (item: Item, lane: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  let done = 0;
  let failed = false;
  const run = async (lane: number) => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        work.signal?.throwIfAborted();
        results[index] = await body(items[index]!, lane);
        work.onProgress?.(++done / items.length);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(
    Array.from({ length: work.compute.threads }, (_, lane) => run(lane)),
  );
  const failure = lanes.find((lane) => lane.status === 'rejected');
  if (failure) throw failure.reason;
  work.signal?.throwIfAborted();
  return results;
}

/** Runs a body when those given before it have ended. */
export type InTurn = <Result>(body: () => Promise<Result>) => Promise<Result>;

/** Runs bodies one after the other, in the order in which they are given; also after one that fails. */
export function oneAfterTheOther(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (body) => {
    const result = last.then(body);
    last = result.catch(() => undefined);
    return result;
  };
}
