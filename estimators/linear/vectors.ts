// Sums run from the first entry to the last, so that they have the same bits everywhere.

/** The dot product of two vectors of the same length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** y + factor x, as a new vector. */
export function addScaled(y: Float64Array, factor: number, x: Float64Array): Float64Array {
  return y.map((value, i) => value + factor * x[i]!);
}

/** The largest magnitude of an entry; 0 for an empty vector. */
export function maxNorm(vector: Float64Array): number {
  return vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
