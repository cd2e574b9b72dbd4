import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import { runLanes } from '../../../estimators/compute/lanes.js';
import { phase, type Work } from '../../../estimators/compute/work.js';

const workOf = (threads: number, extra: Partial<Work> = {}): Work => ({
  compute: openCompute(threads),
  ...extra,
});
const work = workOf(3);
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

test('results come back in the order of the items, whichever ends first', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 30 }), async (items) => {
      const results = await runLanes(items, work, async (count) => {
        await turns(count);
        return count * 2;
      });
      expect(results).toEqual(items.map((count) => count * 2));
    }),
  );
});

test('items begin in order, and no two bodies run on one lane', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }), async (items) => {
      const begun: number[] = [];
      const busy = new Set<number>();
      let most = 0;
      await runLanes([...items.entries()], work, async ([index, count], lane) => {
        expect(busy.has(lane)).toBe(false);
        expect(lane).toBeLessThan(3);
        busy.add(lane);
        begun.push(index);
        most = Math.max(most, busy.size);
        await turns(count);
        busy.delete(lane);
      });
      expect(begun).toEqual([...items.keys()]);
      expect(most).toBe(Math.min(3, items.length));
    }),
  );
});

test('progress counts the items and ends at 1', async () => {
  const seen: number[] = [];
  const onProgress = (fraction: number) => seen.push(fraction);
  await runLanes([9, 1, 1, 1], workOf(2, { onProgress }), turns);
  expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
});

test('a failure begins nothing more, and rejects only after every running body has ended', async () => {
  const ended: number[] = [];
  const begun: number[] = [];
  const running = runLanes([0, 1, 2, 3, 4, 5], work, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('item 1 failed');
    await new Promise((resolve) => setTimeout(resolve, 10));
    ended.push(item);
  });
  await expect(running).rejects.toThrow('item 1 failed');
  expect(begun).toEqual([0, 1, 2]);
  expect(ended).toEqual([0, 2]);
});

test('a body that throws at once fails the same way', async () => {
  const running = runLanes([1], work, () => {
    throw new Error('at once');
  });
  await expect(running).rejects.toThrow('at once');
});

test('aborting begins nothing more, and rejects with the reason after every running body has ended', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const ended: number[] = [];
  const running = runLanes([0, 1, 2, 3, 4], workOf(2, { signal: controller.signal }), async (item) => {
    if (item === 2) controller.abort(reason);
    await new Promise((resolve) => setTimeout(resolve, 5));
    ended.push(item);
  });
  await expect(running).rejects.toBe(reason);
  expect(ended.sort()).toEqual([0, 1, 2]);
});

test('work aborted during its last item is rejected too', async () => {
  const controller = new AbortController();
  const running = runLanes([0], workOf(2, { signal: controller.signal }), async () =>
    controller.abort(new Error('late')),
  );
  await expect(running).rejects.toThrow('late');
});

test('work aborted beforehand begins nothing', async () => {
  let begun = 0;
  const signal = AbortSignal.abort(new Error('never mind'));
  await expect(runLanes([1, 2], workOf(2, { signal }), async () => begun++)).rejects.toThrow('never mind');
  expect(begun).toBe(0);
});

test('a listener to progress that throws fails the work', async () => {
  let begun = 0;
  const onProgress = () => {
    throw new Error('listener');
  };
  const running = runLanes([1, 2, 3, 4, 5, 6], workOf(2, { onProgress }), async () => begun++);
  await expect(running).rejects.toThrow('listener');
  expect(begun).toBeLessThanOrEqual(2);
});

test("a phase's progress moves the whole from its start to its end", () => {
  const seen: number[] = [];
  const whole = workOf(1, { onProgress: (fraction) => seen.push(fraction) });
  const part = phase(phase(whole, 0.5, 1), 0, 0.5);
  for (const fraction of [0, 0.5, 1]) part.onProgress?.(fraction);
  expect(seen).toEqual([0.5, 0.625, 0.75]);
  expect(phase(workOf(1), 0, 1).onProgress).toBeUndefined();
});
