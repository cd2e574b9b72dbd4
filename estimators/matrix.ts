/** What the values of a matrix are kept in. */
export type Values = Uint8Array | Float64Array;

/** A matrix of features: `rows` samples x `columns` features, row-major. Pixels are bytes; any other numbers are doubles. */
export interface Matrix {
  readonly data: Values;
  readonly rows: number;
  readonly columns: number;
}

/** A matrix of pixels, or of other whole numbers from 0 to 255. */
export interface PixelMatrix extends Matrix {
  readonly data: Uint8Array;
}

/** A matrix of any finite numbers. */
export interface RealMatrix extends Matrix {
  readonly data: Float64Array;
}

/** Whether a matrix is one of pixels. Results never depend on it; how they are computed does. */
export function isPixels(matrix: Matrix): matrix is PixelMatrix {
  return matrix.data instanceof Uint8Array;
}

/** The same matrix in doubles; itself, if it is in doubles already. */
export function toReals(matrix: Matrix): RealMatrix {
  const { data, rows, columns } = matrix;
  return { data: data instanceof Float64Array ? data : new Float64Array(data), rows, columns };
}

/** One class label a sample. Labels are small integers, 0 to 255. */
export type Labels = Uint8Array;

/**
 * A labelled data set: row i of `images` has label `labels[i]`. They need not be images; that is what the first ones were, and
 * results that are stored have this name.
 */
export interface Dataset {
  readonly images: Matrix;
  readonly labels: Labels;
}

/** A labelled set of samples whose features are bytes. */
export interface PixelDataset extends Dataset {
  readonly images: PixelMatrix;
}

/** A labelled set of samples that have any finite numbers. */
export interface RealDataset extends Dataset {
  readonly images: RealMatrix;
}

/** Row numbers of the samples on either side of a split, in the order they are to be taken. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** The first `count` samples (all, if there are fewer), as a view: nothing is copied. */
export function head<Samples extends Dataset>(dataset: Samples, count: number): Samples {
  const { images, labels } = dataset;
  const { columns } = images;
  const rows = Math.min(count, images.rows);
  const data = images.data.subarray(0, rows * columns);
  return { images: { data, rows, columns }, labels: labels.subarray(0, rows) } as Samples;
}

/** The samples at `indices`, in that order, as a copy (NumPy's `X[indices], y[indices]`). */
export function take<Samples extends Dataset>(dataset: Samples, indices: Uint32Array): Samples {
  return {
    images: takeRows(dataset.images, indices),
    labels: Uint8Array.from(indices, (index) => dataset.labels[index]!),
  } as Samples;
}

/** The rows at `indices`, in that order, as a copy (NumPy's `X[indices]`). */
export function takeRows<Rows extends Matrix>(matrix: Rows, indices: ArrayLike<number>): Rows {
  const { data, columns } = matrix;
  const rows = indices.length;
  const size = rows * columns;
  const taken = data instanceof Uint8Array ? new Uint8Array(size) : new Float64Array(size);
  for (let row = 0; row < rows; row++) {
    const start = indices[row]! * columns;
    taken.set(data.subarray(start, start + columns), row * columns);
  }
  return { data: taken, rows, columns } as Rows;
}

/**
 * The distinct labels in ascending order, and each sample's class as an index into them
 * (NumPy's `unique(labels, return_inverse=True)`).
 */
export function encodeLabels(labels: Labels): { classes: Labels; codes: Uint8Array } {
  const codeOf = new Int16Array(256).fill(-1);
  for (const label of labels) codeOf[label] = 0;
  const classes = new Uint8Array(codeOf.reduce((count, code) => count + (code === 0 ? 1 : 0), 0));
  let next = 0;
  for (let label = 0; label < 256; label++) {
    if (codeOf[label] === 0) {
      classes[next] = label;
      codeOf[label] = next++;
    }
  }
  return { classes, codes: labels.map((label) => codeOf[label]!) };
}
