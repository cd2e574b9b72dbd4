import { type Dataset, isPixels, type Labels, type Matrix, type Values } from '../../estimators/matrix.js';

/**
 * The mean of all samples of each class over some data sets: n_classes x n_features, in the order of `classes`. Each pixel
 * is rounded to the nearest byte (halves up); features in doubles are not rounded. All 0 for a class without samples.
 */
export function meanImages(parts: readonly Dataset[], classes: Labels): Matrix {
  const columns = parts[0]?.images.columns ?? 0;
  const codeOf = new Int16Array(256).fill(-1);
  for (const [code, label] of classes.entries()) codeOf[label] = code;
  // 2^53 / 255 samples would fit.
  const sums = Array.from(classes, () => new Float64Array(columns));
  const counts = new Uint32Array(classes.length);
  for (const { images, labels } of parts) {
    for (const [row, label] of labels.entries()) {
      const code = codeOf[label]!;
      if (code < 0) continue;
      counts[code]!++;
      addTo(sums[code]!, images.data.subarray(row * columns, (row + 1) * columns));
    }
  }
  const isOfPixels = parts.every(({ images }) => isPixels(images));
  const size = classes.length * columns;
  const data = isOfPixels ? new Uint8Array(size) : new Float64Array(size);
  for (const [code, sum] of sums.entries()) {
    const count = counts[code]!;
    if (count === 0) continue;
    const mean = (total: number) =>
      isOfPixels ? Math.floor((2 * total + count) / (2 * count)) : total / count;
    data.set(sum.map(mean), code * columns);
  }
  return { data, rows: classes.length, columns };
}

function addTo(sums: Float64Array, values: Values): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
}
