/**
 * The kernel of the search for the nearest centroid. `centroids` are doubles, n_classes x n_features; `norms` their
 * squared lengths; samples have pixels or doubles.
 */

/**
 * Writes for each of `rows` rows of pixels the number of the centroid at the smallest squared distance (u8), the first of
 * equals. The distance is put together as scikit-learn's `pairwise_distances_argmin` does it: |x|^2 - 2 x.c + |c|^2.
 */
export function nearestToPixels(
  samples: usize,
  rows: u32,
  features: u32,
  centroids: usize,
  norms: usize,
  classes: u32,
  out: usize,
): void {
  nearestCentroids<u8>(samples, rows, features, centroids, norms, classes, out);
}

/** The same for rows of doubles. */
export function nearestToReals(
  samples: usize,
  rows: u32,
  features: u32,
  centroids: usize,
  norms: usize,
  classes: u32,
  out: usize,
): void {
  nearestCentroids<f64>(samples, rows, features, centroids, norms, classes, out);
}

function nearestCentroids<T>(
  samples: usize,
  rows: u32,
  features: u32,
  centroids: usize,
  norms: usize,
  classes: u32,
  out: usize,
): void {
  for (let row: u32 = 0; row < rows; row++) {
    const sample = samples + <usize>row * features * sizeof<T>();
    let norm: f64 = 0;
    for (let feature: usize = 0; feature < features; feature++) {
      const value = <f64>load<T>(sample + feature * sizeof<T>());
      norm += value * value;
    }
    let nearest: u32 = 0;
    let smallest = f64.MAX_VALUE;
    for (let k: u32 = 0; k < classes; k++) {
      const centroid = centroids + <usize>k * (<usize>features << 3);
      const distance =
        norm - 2.0 * dot<T>(sample, centroid, features) + load<f64>(norms + (<usize>k << 3));
      if (distance < smallest) {
        smallest = distance;
        nearest = k;
      }
    }
    store<u8>(out + row, nearest);
  }
}

/** Writes the squared lengths of `count` vectors of doubles. */
export function squaredLengths(vectors: usize, count: u32, features: u32, out: usize): void {
  const bytes = <usize>features << 3;
  for (let k: u32 = 0; k < count; k++) {
    const start = vectors + <usize>k * bytes;
    let sum: f64 = 0;
    for (let at: usize = 0; at < bytes; at += 8) sum += load<f64>(start + at) * load<f64>(start + at);
    store<f64>(out + (<usize>k << 3), sum);
  }
}

@inline
function dot<T>(sample: usize, vector: usize, features: u32): f64 {
  let sum: f64 = 0;
  for (let feature: usize = 0; feature < features; feature++) {
    sum += <f64>load<T>(sample + feature * sizeof<T>()) * load<f64>(vector + (feature << 3));
  }
  return sum;
}
