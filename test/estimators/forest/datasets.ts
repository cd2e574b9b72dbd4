import { createHash } from 'node:crypto';
import { type Matrix, type PixelDataset, take } from '../../../estimators/matrix.js';
import { RandomState } from '../../../estimators/random/random-state.js';
import { allDigits } from '../svm/datasets.js';

/** How test/oracle/forest.py describes a data set: the first digits of the study's training part, or noise. */
export type DataDescription =
  | { readonly digits: number }
  | {
      readonly rows: number;
      readonly columns: number;
      readonly classes: number;
      readonly values: number;
      readonly seed: number;
      readonly zeroBelow: number;
      readonly signal: number;
      readonly times: number;
      readonly offset: number;
      readonly constantEvery: number;
      readonly constant: number;
      readonly labelTimes: number;
    };

let order: Uint32Array | undefined;

/** The study's split: 14,000 digits to test on, then 56,000 to train on. */
export function studyDigits(part: 'train' | 'test', count: number): PixelDataset {
  order ??= new RandomState(42).permutation(70_000);
  const from = part === 'test' ? 0 : 14_000;
  return take(allDigits(), order.subarray(from, from + count));
}

/** The data set of a description. */
export function makeDataset(description: DataDescription): PixelDataset {
  if ('digits' in description) return studyDigits('train', description.digits);
  const { rows, columns, classes, values, zeroBelow, signal, times, offset } = description;
  const stream = new RandomState(description.seed);
  const codes = Uint8Array.from({ length: rows }, () => stream.randint(0, classes));
  const data = new Uint8Array(rows * columns);
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    const value =
      offset + stream.randint(0, values) + codes[Math.floor(i / columns)]! * signal * (column % 3);
    data[i] = value < zeroBelow ? 0 : value * times;
    if (description.constantEvery > 0 && column % description.constantEvery === 0)
      data[i] = description.constant;
  }
  return { images: { data, rows, columns }, labels: codes.map((code) => code * description.labelTimes) };
}

/** What the oracle predicts: 500 digits, or up to 1,000 training samples with their features reversed. */
export function probe({ images }: PixelDataset): Matrix {
  if (images.columns === 784) return studyDigits('test', 500).images;
  const rows = Math.min(1000, images.rows);
  const data = images.data.slice(0, rows * images.columns);
  for (let row = 0; row < rows; row++)
    data.subarray(row * images.columns, (row + 1) * images.columns).reverse();
  return { data, rows, columns: images.columns };
}

/** As the oracle keeps arrays: 16 hex digits of the SHA-256 of their bytes, integers in 32 bits. */
export function digest(array: Float64Array | Int32Array | Uint32Array | Uint8Array): string {
  const wide = array instanceof Uint8Array ? Int32Array.from(array) : array;
  const bytes = new Uint8Array(wide.buffer, wide.byteOffset, wide.byteLength);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
