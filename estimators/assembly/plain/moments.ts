/**
 * The kernel of sums over some rows of a matrix, feature by feature. `rows` are the numbers of `count` rows (u32); `sums`
 * are doubles, one a feature, of which those of the `width` features from `first` on are added to. Rows are added in the
 * order given, as NumPy does in sums over axis 0. The matrix has pixels or doubles.
 */

/** Adds pixels. */
export function addPixels(
  matrix: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
): void {
  add<u8>(matrix, features, rows, count, first, width, sums);
}

/** Adds doubles. */
export function addReals(
  matrix: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
): void {
  add<f64>(matrix, features, rows, count, first, width, sums);
}

/** Adds the squared deviations of pixels from `centers` (doubles, one a feature). */
export function addSquaredDeviationsOfPixels(
  matrix: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
  centers: usize,
): void {
  addSquaredDeviations<u8>(matrix, features, rows, count, first, width, sums, centers);
}

/** Adds those of doubles. */
export function addSquaredDeviationsOfReals(
  matrix: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
  centers: usize,
): void {
  addSquaredDeviations<f64>(matrix, features, rows, count, first, width, sums, centers);
}

function add<T>(
  matrix: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const row = rowOf<T>(matrix, features, rows, i);
    for (let feature = first; feature < first + width; feature++) {
      const sum = sums + (<usize>feature << 3);
      store<f64>(sum, load<f64>(sum) + <f64>load<T>(row + <usize>feature * sizeof<T>()));
    }
  }
}

function addSquaredDeviations<T>(
  matrix: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
  centers: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const row = rowOf<T>(matrix, features, rows, i);
    for (let feature = first; feature < first + width; feature++) {
      const at = <usize>feature << 3;
      const deviation = <f64>load<T>(row + <usize>feature * sizeof<T>()) - load<f64>(centers + at);
      store<f64>(sums + at, load<f64>(sums + at) + deviation * deviation);
    }
  }
}

@inline
function rowOf<T>(matrix: usize, features: u32, rows: usize, i: u32): usize {
  return matrix + <usize>load<u32>(rows + (<usize>i << 2)) * features * sizeof<T>();
}
