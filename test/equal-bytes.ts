import { expect } from 'vitest';

/** Arrays of the same type and bytes are equal. vitest compares element by element, which takes seconds for a megabyte. */
expect.addEqualityTesters([
  (one, other) => {
    if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other)) return undefined;
    // What differs is left to vitest.
    return one.constructor === other.constructor && bytesOf(one).equals(bytesOf(other)) ? true : undefined;
  },
]);

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
