import type { Probabilities } from './classifier.js';
import type { Labels } from './matrix.js';

/** The column of the largest value in each row, the first of equals (NumPy's `argmax(axis=1)`). */
export function largestColumns(values: Float64Array, columns: number): Uint8Array {
  const largest = new Uint8Array(values.length / columns);
  for (let row = 0; row < largest.length; row++) {
    const start = row * columns;
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if (values[start + column]! > values[start + best]!) best = column;
    }
    largest[row] = best;
  }
  return largest;
}

/** Each row's most probable class; the first of equals (`classes[np.argmax(probabilities, axis=1)]`). */
export function mostProbable({ data, columns }: Probabilities, classes: Labels): Labels {
  return largestColumns(data, columns).map((column) => classes[column]!);
}
