/** A matrix of pixels: `rows` samples x `columns` features, row-major, one byte each. */
export interface Matrix {
  readonly data: Uint8Array;
  readonly rows: number;
  readonly columns: number;
}

/** One class label a sample. Labels are small integers, 0 to 255. */
export type Labels = Uint8Array;

/** A labelled data set: row i of `images` has label `labels[i]`. */
export interface Dataset {
  readonly images: Matrix;
  readonly labels: Labels;
}

/** The first `count` samples (all, if there are fewer), as a view: nothing is copied. */
export function head(dataset: Dataset, count: number): Dataset {
  const { images, labels } = dataset;
  const rows = Math.min(count, images.rows);
  return {
    images: { data: images.data.subarray(0, rows * images.columns), rows, columns: images.columns },
    labels: labels.subarray(0, rows),
  };
}

/** The samples at `indices`, in that order, as a copy (NumPy's `X[indices], y[indices]`). */
export function take(dataset: Dataset, indices: Uint32Array): Dataset {
  const { columns, data } = dataset.images;
  const taken = new Uint8Array(indices.length * columns);
  const labels = new Uint8Array(indices.length);
  for (const [row, index] of indices.entries()) {
    taken.set(data.subarray(index * columns, (index + 1) * columns), row * columns);
    labels[row] = dataset.labels[index]!;
  }
  return { images: { data: taken, rows: indices.length, columns }, labels };
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
