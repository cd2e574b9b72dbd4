import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from '../../../estimators/compute/heap.js';

const KERNEL_TABLES = 1_048_576;

/** Allocate so many bytes, or release the live block with this number (modulo how many there are). */
type Action = { allocate: number } | { release: number };

const size = fc.oneof(
  { weight: 8, arbitrary: fc.nat(5000) },
  { weight: 1, arbitrary: fc.integer({ min: 500_000, max: 3_000_000 }) },
);
const actions = fc.array<Action>(
  fc.oneof(fc.record({ allocate: size }), fc.record({ release: fc.nat(1000) })),
  { maxLength: 60 },
);

test('live blocks never overlap and keep their content, and everything comes back', () => {
  // One heap for all runs: each must leave it as free as it found it.
  const heap = new Heap();
  let growths = 0;
  fc.assert(
    fc.property(actions, (sequence) => {
      const live: { address: number; bytes: number; mark: number }[] = [];
      const marksOf = ({ address, bytes }: { address: number; bytes: number }) =>
        bytes === 0 ? [] : [heap.bytes(address, bytes)[0], heap.bytes(address, bytes)[bytes - 1]];
      const release = (index: number) => {
        const [block] = live.splice(index, 1);
        expect(new Set(marksOf(block!))).toEqual(new Set(block!.bytes === 0 ? [] : [block!.mark]));
        heap.release(block!.address);
      };
      for (const [step, action] of sequence.entries()) {
        const before = heap.memory.buffer.byteLength;
        if ('allocate' in action) {
          const block = { address: heap.allocate(action.allocate), bytes: action.allocate, mark: step };
          expect(block.address % 64).toBe(0);
          expect(block.address).toBeGreaterThanOrEqual(KERNEL_TABLES);
          for (const other of live) {
            const apart =
              other.address + other.bytes <= block.address || block.address + block.bytes <= other.address;
            expect(apart && other.address !== block.address).toBe(true);
          }
          heap.bytes(block.address, block.bytes).fill(step);
          live.push(block);
        } else if (live.length > 0) {
          release(action.release % live.length);
        }
        if (heap.memory.buffer.byteLength > before) growths++;
      }
      while (live.length > 0) release(0);
      const whole = heap.memory.buffer.byteLength - KERNEL_TABLES;
      expect(heap.allocate(whole)).toBe(KERNEL_TABLES);
      expect(heap.memory.buffer.byteLength).toBe(whole + KERNEL_TABLES);
      heap.release(KERNEL_TABLES);
    }),
    { numRuns: 200 },
  );
  expect(growths).toBeGreaterThan(0);
});

test('growth keeps content, and a view from before it sees what is written after', () => {
  const heap = new Heap();
  const address = heap.allocate(100);
  const before = heap.bytes(address, 100);
  before.fill(7);
  const size = heap.memory.buffer.byteLength;
  heap.allocate(size * 3);
  expect(heap.memory.buffer.byteLength).toBeGreaterThan(size * 3);
  expect(heap.bytes(address, 100)).toEqual(before);
  heap.bytes(address, 100)[99] = 8;
  expect(before[99]).toBe(8);
});

test('more than WebAssembly can address is refused, and the heap is none the worse', () => {
  const heap = new Heap();
  expect(() => heap.allocate(2 ** 33)).toThrow(/needs 8589934592 more bytes .* of 4 GiB are left/);
  heap.release(heap.allocate(1000));
});

test('what is not allocated cannot be released, nor twice', () => {
  const heap = new Heap();
  const address = heap.allocate(10);
  heap.release(address);
  expect(() => heap.release(address)).toThrow(`Nothing is allocated at address ${address}.`);
});

test('views of all types look at the same memory', () => {
  const heap = new Heap();
  const address = heap.allocate(64);
  heap.float64(address, 1)[0] = 1;
  expect([...heap.bytes(address, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
  expect(heap.uint32(address, 2)[1]).toBe(0x3ff00000);
  expect(heap.int32(address, 2)[1]).toBe(0x3ff00000);
  expect(heap.float32(address, 2)[1]).toBe(1.875);
});

test('an array is shared once, however many use it, and freed after the last', () => {
  const heap = new Heap();
  const array = Uint8Array.of(1, 2, 3);
  const address = heap.share(array);
  expect(heap.share(array)).toBe(address);
  expect(heap.share(new Uint8Array(array.buffer, 0, 3))).toBe(address);
  expect([...heap.bytes(address, 3)]).toEqual([1, 2, 3]);
  heap.unshare(array);
  heap.unshare(array);
  expect(heap.allocate(64)).not.toBe(address);
  heap.unshare(array);
  expect(heap.allocate(64)).toBe(address);
  expect(() => heap.unshare(array)).toThrow('This array is not in shared memory.');
});

test('different parts of one buffer, and equal arrays, are shared apart', () => {
  const heap = new Heap();
  const array = Uint8Array.of(1, 2, 3);
  const addresses = [array, array.subarray(1), array.subarray(0, 2), array.slice()].map((part) =>
    heap.share(part),
  );
  expect(new Set(addresses).size).toBe(4);
  expect([...heap.bytes(addresses[1]!, 2)]).toEqual([2, 3]);
});

test('a scope gives back all that was taken through it', () => {
  const heap = new Heap();
  const first = heap.allocate(64);
  heap.release(first);
  const shared = Uint8Array.of(5);
  const scope = heap.scope();
  expect(scope.allocate(1000)).toBe(first);
  const copy = scope.copy(Float64Array.of(0.5, 1.5).subarray(1));
  expect([...heap.float64(copy, 1)]).toEqual([1.5]);
  const address = scope.share(shared);
  expect(heap.share(shared)).toBe(address);
  scope.release();
  // The array has another user still; the rest is free.
  expect([...heap.bytes(address, 1)]).toEqual([5]);
  heap.unshare(shared);
  const whole = heap.memory.buffer.byteLength - KERNEL_TABLES;
  expect(heap.allocate(whole)).toBe(first);
  expect(() => scope.release()).not.toThrow();
});
