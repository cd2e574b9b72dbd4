import { head, type Matrix, type RealDataset, type RealMatrix, toReals } from '../../../estimators/matrix.js';
import { RandomState } from '../../../estimators/random/random-state.js';
import { studyDigits } from '../forest/datasets.js';
import { bundled, type TableName } from '../tables.js';
import { upsideDown } from '../upside-down.js';

/** How test/oracle/real_trees.py describes a data set: scikit-learn's own, digits moved and divided, or noise. */
export type RealDescription =
  | { readonly bundled: TableName }
  | { readonly digits: number; readonly shift: number; readonly divisor: number }
  | {
      readonly rows: number;
      readonly columns: number;
      readonly classes: number;
      readonly values: number;
      readonly scales: readonly number[];
      readonly seed: number;
      readonly shift: number;
      readonly signal: number;
      readonly offset: number;
    };

/** The data set of a description: of a table, the first 300 samples. */
export function makeReals(description: RealDescription): RealDataset {
  if ('bundled' in description) return head(bundled(description.bundled), 300);
  if ('digits' in description) {
    const { digits, shift, divisor } = description;
    const { images, labels } = studyDigits('train', digits);
    const { data, rows, columns } = toReals(images);
    return { images: { data: data.map((pixel) => (pixel - shift) / divisor), rows, columns }, labels };
  }
  const { rows, columns, classes, values, scales, shift, signal, offset } = description;
  const stream = new RandomState(description.seed);
  const labels = Uint8Array.from({ length: rows }, () => stream.randint(0, classes));
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    const drawn = stream.randint(0, values);
    const noise = drawn - shift + labels[Math.floor(i / columns)]! * signal * (column % 3);
    data[i] = noise * scales[column % scales.length]! + offset;
  }
  return { images: { data, rows, columns }, labels };
}

/** What the oracle predicts: 200 digits, or up to 1,000 training samples with their features reversed. */
export function probeOf({ images }: RealDataset): Matrix {
  const { columns } = images;
  if (columns === 784) return studyDigits('test', 200).images;
  const rows = Math.min(1000, images.rows);
  const first: RealMatrix = { data: images.data.subarray(0, rows * columns), rows, columns };
  return upsideDown(first);
}
