import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Compute, openCompute } from '../../../estimators/compute/compute.js';
import type { Kernel } from '../../../estimators/compute/kernel.js';
import { compileExampleKernel } from './example-kernel.js';

let kernel: Kernel;
let compute: Compute;
beforeAll(async () => {
  kernel = await compileExampleKernel();
  compute = openCompute(2);
});
afterAll(() => compute.close());

test('a call on a thread sees what the main thread wrote, and the main thread what the call wrote', async () => {
  const { heap } = compute;
  const address = heap.allocate(300);
  heap.bytes(address, 300).fill(2);
  expect(await compute.call(kernel, 'sum', address, 300)).toBe(600);
  await compute.call(kernel, 'fill', address, 100, 255);
  expect([...heap.bytes(address, 102).subarray(99)]).toEqual([255, 2, 2]);
  expect(await compute.call(kernel, 'sum', address, 300)).toBe(100 * 255 + 200 * 2);
  heap.release(address);
});

test('threads that run already see memory that grew later', async () => {
  const { heap } = compute;
  const ends = heap.memory.buffer.byteLength;
  const address = heap.allocate(ends * 2);
  const last = address + ends * 2 - 8;
  heap.bytes(last, 8).fill(9);
  expect(last).toBeGreaterThan(ends);
  const sums = await Promise.all([1, 2, 3, 4].map(() => compute.call(kernel, 'sum', last, 8)));
  expect(sums).toEqual([72, 72, 72, 72]);
  heap.release(address);
});

test('two threads work at the same time', async () => {
  const { heap } = compute;
  const flags = heap.allocate(8);
  heap.bytes(flags, 8).fill(0);
  const met = await Promise.all([
    compute.call(kernel, 'meet', flags, flags + 4),
    compute.call(kernel, 'meet', flags + 4, flags),
  ]);
  expect(met).toEqual([1, 1]);
  heap.release(flags);
});

test('a kernel that traps rejects its call, and the threads go on', async () => {
  await expect(compute.call(kernel, 'fail')).rejects.toThrow(/unreachable/);
  await expect(compute.call(kernel, 'sum', 2 ** 32 - 1, 10)).rejects.toThrow(/out of bounds/);
  await expect(compute.call(kernel, 'noSuchFunction')).rejects.toThrow();
  const address = compute.heap.allocate(1);
  compute.heap.bytes(address, 1).fill(3);
  const sums = await Promise.all([1, 2, 3, 4].map(() => compute.call(kernel, 'sum', address, 1)));
  expect(sums).toEqual([3, 3, 3, 3]);
  compute.heap.release(address);
});

test('closing rejects the call that runs, those that wait and those that come later', async () => {
  const closing = openCompute(1);
  const flags = closing.heap.allocate(8);
  closing.heap.bytes(flags, 8).fill(0);
  const calls = [1, 2, 3].map(() => closing.call(kernel, 'waitFor', flags, flags + 4));
  const settled = Promise.allSettled(calls);
  while (closing.heap.int32(flags, 1)[0] === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await closing.close();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(closing.call(kernel, 'sum', flags, 8)).rejects.toThrow(
    'The threads were closed before example.sum could run.',
  );
});

test('closing while the threads are being started rejects the calls', async () => {
  const closing = openCompute(1);
  const call = closing.call(kernel, 'sum', closing.heap.allocate(8), 8);
  const settled = Promise.allSettled([call]);
  await closing.close();
  expect((await settled)[0]!.status).toBe('rejected');
});

test('a pool that was never used closes', async () => {
  await openCompute(1).close();
});

test('a pool has as many threads as there are cores unless told otherwise', () => {
  expect(openCompute().threads).toBeGreaterThanOrEqual(1);
  expect(openCompute(3).threads).toBe(3);
});
