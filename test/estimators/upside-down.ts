import type { Matrix } from '../../estimators/matrix.js';

/** Each row with its features in reverse order: what some oracles predict (`X[:, ::-1]`). */
export function upsideDown({ data, rows, columns }: Matrix): Matrix {
  const reversed = data.slice();
  for (let row = 0; row < rows; row++) reversed.subarray(row * columns, (row + 1) * columns).reverse();
  return { data: reversed, rows, columns };
}
