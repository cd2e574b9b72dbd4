import { describe, expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import type { Compute } from '../../../estimators/compute/compute.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { type ClassifierCase, fitCase } from './case.js';
import { noise } from './datasets.js';

/** Work that is aborted ends with the tasks that are on a thread, and leaves nothing behind. */
export function describeAbort(given: ClassifierCase, work: () => Work): void {
  const { classifier } = given;
  const train = noise(600, 1);
  const { images } = noise(600, 2);

  /**
   * Runs a body to its end, counting the tasks it gives to the threads; then again, aborting it as it gives out the one
   * in the middle.
   */
  const expectAbortable = async (body: (part: Work) => Promise<unknown>) => {
    const compute = openCompute(2);
    try {
      let tasks = 0;
      await body({ compute: watched(compute, () => tasks++) });
      const middle = Math.ceil(tasks / 2);
      const abort = new AbortController();
      const reason = new Error('no longer wanted');
      if (tasks === 0) abort.abort(reason);
      tasks = 0;
      const aborted = watched(compute, () => {
        if (++tasks === middle) abort.abort(reason);
      });
      await expect(body({ compute: aborted, signal: abort.signal })).rejects.toBe(reason);
      expect(tasks).toBeLessThanOrEqual(middle + compute.threads);
      expectAllFree(compute);
      // The threads do as well as others afterwards.
      expect(encodeArtifact(await body({ compute }))).toEqual(encodeArtifact(await body(work())));
      expectAllFree(compute);
    } finally {
      await compute.close();
    }
  };

  describe('an abort', () => {
    test('ends a fit', () => expectAbortable((part) => fitCase(given, train, part)));

    test('ends a prediction', async () => {
      const model = await fitCase(given, train, work());
      await expectAbortable((part) => classifier.predict(model, images, part));
    });

    test('that came before keeps all from starting', async () => {
      const signal = AbortSignal.abort(new Error('too late'));
      const model = await fitCase(given, train, work());
      await expect(fitCase(given, train, { ...work(), signal })).rejects.toThrow('too late');
      await expect(classifier.predict(model, images, { ...work(), signal })).rejects.toThrow('too late');
    });
  });
}

/** The same threads and memory, telling of each task. */
function watched(compute: Compute, onTask: () => void): Compute {
  return {
    threads: compute.threads,
    get heap() {
      return compute.heap;
    },
    call(...task) {
      onTask();
      return compute.call(...task);
    },
    close: () => compute.close(),
  };
}

/** Where all of the heap is free again, all of it can be had in one piece without growing. */
function expectAllFree({ heap }: Compute): void {
  const before = heap.memory.buffer.byteLength;
  heap.release(heap.allocate(before - 1_048_576));
  expect(heap.memory.buffer.byteLength).toBe(before);
}
