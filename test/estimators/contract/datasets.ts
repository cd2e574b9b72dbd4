import type { Dataset } from '../../../estimators/matrix.js';
import { make } from '../svm/datasets.js';

const NOISE = { columns: 20, span: 200, shift: 25, labels: [3, 5, 8] };

/** Noisy samples of three classes, so that some are predicted wrong and probabilities are far from 0 and 1. */
export const noise = (rows: number, seed: number): Dataset => make({ ...NOISE, rows, seed });

/** One sample of each of two classes. */
export const twoSamples: Dataset = make({ ...NOISE, seed: 3, rows: 2, counts: [1, 1] });

export const oneClass: Dataset = make({ ...NOISE, seed: 4, rows: 12, labels: [7] });

/** Images that are all the same, of three classes. */
export const constantImages: Dataset = make({ ...NOISE, seed: 5, rows: 30, span: 1, shift: 0 });

/** Noise whose first and last features are the same in all samples. */
export const constantFeatures: Dataset = withEdges(noise(60, 6));

/** Every sample four times, with a label of its own each time. */
export const duplicates: Dataset = fourTimes(noise(15, 7));

function withEdges({ images, labels }: Dataset): Dataset {
  const { columns } = images;
  const edge = (index: number) => [0, columns - 1].indexOf(index % columns);
  const data = images.data.map((value, index) => [0, 255][edge(index)] ?? value);
  return { images: { ...images, data }, labels };
}

function fourTimes({ images, labels }: Dataset): Dataset {
  const { columns } = images;
  const rows = images.rows * 4;
  const data = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const source = Math.floor(row / 4) * columns;
    data.set(images.data.subarray(source, source + columns), row * columns);
  }
  const all = [3, 5, 8, 3];
  return {
    images: { data, rows, columns },
    labels: Uint8Array.from({ length: rows }, (_, row) => all[(row + labels[row >> 2]!) % 4]!),
  };
}
