import type { Dataset, Labels, Matrix } from '../../estimators/matrix.js';

/**
 * The mean of all samples of each class over some data sets, each pixel rounded to the nearest byte (halves up):
 * n_classes x n_features, in the order of `classes`. All 0 for a class without samples.
 */
export function meanImages(parts: readonly Dataset[], classes: Labels): Matrix {
  const columns = parts[0]?.images.columns ?? 0;
  const codeOf = new Map([...classes].map((label, code) => [label, code]));
  // 2^53 / 255 samples would fit.
  const sums = new Float64Array(classes.length * columns);
  const counts = new Uint32Array(classes.length);
  for (const { images, labels } of parts) {
    for (const [row, label] of labels.entries()) {
      const code = codeOf.get(label);
      if (code === undefined) continue;
      counts[code]!++;
      const from = row * columns;
      const to = code * columns;
      for (let pixel = 0; pixel < columns; pixel++) sums[to + pixel]! += images.data[from + pixel]!;
    }
  }
  const data = Uint8Array.from(sums, (sum, place) => {
    const count = counts[Math.floor(place / columns)]!;
    return count === 0 ? 0 : Math.floor((2 * sum + count) / (2 * count));
  });
  return { data, rows: classes.length, columns };
}
