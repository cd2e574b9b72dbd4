/** An address in the shared memory: bytes from its start. */
export type Address = number;

const PAGE_BYTES = 65_536;
/** Below this lie the kernels' constant tables (each kernel's `memoryBase` in scripts/build.mjs). */
const HEAP_START = 1_048_576;
const MAX_PAGES = 65_536;
/** A cache line, so that two blocks never share one between threads. */
const ALIGNMENT = 64;

/**
 * The memory that all kernels and threads share. Only the main thread allocates, between tasks; a task is
 * given addresses and allocates nothing. So there are no locks, and a task that dies leaks nothing.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** Free blocks by address, ascending, never adjacent to one another. */
  #free: { start: Address; end: Address }[];
  readonly #sizes = new Map<Address, number>();
  readonly #shared = new WeakMap<ArrayBufferLike, Map<string, { address: Address; users: number }>>();

  /** Throws a RangeError if the system does not let the process have the addresses. */
  constructor() {
    const initial = (HEAP_START * 4) / PAGE_BYTES;
    this.memory = withAddresses(() => new WebAssembly.Memory({ initial, maximum: MAX_PAGES, shared: true }));
    this.#free = [{ start: HEAP_START, end: initial * PAGE_BYTES }];
  }

  /**
   * Reserves `bytes`, aligned to 64. The content is whatever was there before.
   * Throws a RangeError if the 4 GiB that WebAssembly can address are used up, or the system does not let it have them.
   */
  allocate(bytes: number): Address {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let block = this.#free.find((candidate) => candidate.end - candidate.start >= size);
    if (!block) {
      this.#grow(size);
      block = this.#free.at(-1)!;
    }
    const { start } = block;
    block.start += size;
    if (block.start === block.end) this.#free = this.#free.filter((other) => other !== block);
    this.#sizes.set(start, size);
    return start;
  }

  /** Gives back what `allocate` reserved. */
  release(address: Address): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new RangeError(`Nothing is allocated at address ${address}.`);
    this.#sizes.delete(address);
    const end = address + size;
    const after = this.#free.findIndex((block) => block.start >= end);
    const next = after < 0 ? this.#free.length : after;
    this.#free.splice(next, 0, { start: address, end });
    this.#joinAt(next);
    if (next > 0) this.#joinAt(next - 1);
  }

  /** A view of shared memory. It stays valid when the memory grows. */
  bytes(address: Address, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  uint16(address: Address, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, address, length);
  }

  int32(address: Address, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  uint32(address: Address, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  float32(address: Address, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  float64(address: Address, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  /** A scope that releases everything allocated or shared through it at once. */
  scope(): HeapScope {
    return new HeapScope(this);
  }

  /**
   * Copies an array into shared memory, or finds the copy that another user of the same array made: the
   * digits get there once, however many steps read them. Release with `unshare`.
   */
  share(array: Uint8Array | Float64Array): Address {
    let copies = this.#shared.get(array.buffer);
    if (!copies) {
      copies = new Map();
      this.#shared.set(array.buffer, copies);
    }
    const part = `${array.byteOffset}:${array.byteLength}`;
    let copy = copies.get(part);
    if (!copy) {
      copy = { address: this.allocate(array.byteLength), users: 0 };
      this.bytes(copy.address, array.byteLength).set(bytesOf(array));
      copies.set(part, copy);
    }
    copy.users++;
    return copy.address;
  }

  /** Ends one use of what `share` placed; the last one releases the memory. */
  unshare(array: Uint8Array | Float64Array): void {
    const copies = this.#shared.get(array.buffer);
    const part = `${array.byteOffset}:${array.byteLength}`;
    const copy = copies?.get(part);
    if (!copies || !copy) throw new RangeError('This array is not in shared memory.');
    if (--copy.users === 0) {
      copies.delete(part);
      this.release(copy.address);
    }
  }

  #grow(size: number): void {
    const end = this.memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const missing = size - (last && last.end === end ? last.end - last.start : 0);
    // Doubling keeps the number of growths small; the pages are not touched until they are used.
    const pages = Math.ceil(Math.max(missing, Math.min(end, 268_435_456)) / PAGE_BYTES);
    const room = MAX_PAGES - end / PAGE_BYTES;
    const needed = Math.ceil(missing / PAGE_BYTES);
    if (needed > room) {
      throw new RangeError(
        `The computation needs ${size} more bytes of shared memory, but only ${room * PAGE_BYTES} of 4 GiB are left.`,
      );
    }
    withAddresses(() => this.memory.grow(Math.min(pages, room)));
    this.#free.push({ start: end, end: this.memory.buffer.byteLength });
    this.#joinAt(this.#free.length - 2);
  }

  /** Joins the free block at `index` with the next one if they touch. */
  #joinAt(index: number): void {
    const block = this.#free[index];
    const next = this.#free[index + 1];
    if (block && next && block.end === next.start) {
      block.end = next.end;
      this.#free.splice(index + 1, 1);
    }
  }
}

/** Reserves memory, and says what is amiss where the system does not let the process have the addresses. */
function withAddresses<Result>(reserve: () => Result): Result {
  try {
    return reserve();
  } catch (cause) {
    throw new RangeError(
      'The memory that threads share cannot be had: it takes 4 GiB of addresses, and some more around them. Allow the process more addresses (ulimit -v).',
      { cause },
    );
  }
}

/** Collects allocations so that a `finally` can release them all. */
export class HeapScope {
  readonly #heap: Heap;
  readonly #releases: (() => void)[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  allocate(bytes: number): Address {
    const address = this.#heap.allocate(bytes);
    this.#releases.push(() => this.#heap.release(address));
    return address;
  }

  share(array: Uint8Array | Float64Array): Address {
    const address = this.#heap.share(array);
    this.#releases.push(() => this.#heap.unshare(array));
    return address;
  }

  /** A private copy of any typed array. */
  copy(array: Uint8Array | Int16Array | Int32Array | Uint32Array | Float32Array | Float64Array): Address {
    const address = this.allocate(array.byteLength);
    this.#heap.bytes(address, array.byteLength).set(bytesOf(array));
    return address;
  }

  release(): void {
    for (const release of this.#releases.splice(0)) release();
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
