/**
 * The kernel of sums over some rows of a matrix of pixels, feature by feature. `rows` are the numbers of `count` rows
 * (u32); `sums` are doubles, one a feature, of which those of the `width` features from `first` on are added to. Rows
 * are added in the order given, as NumPy does in sums over axis 0.
 */

/** Adds the pixels. */
export function addPixels(
  images: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const pixels = rowOf(images, features, rows, i);
    for (let feature = first; feature < first + width; feature++) {
      const sum = sums + (<usize>feature << 3);
      store<f64>(sum, load<f64>(sum) + <f64>load<u8>(pixels + feature));
    }
  }
}

/** Adds the squared deviations of the pixels from `centers` (doubles, one a feature). */
export function addSquaredDeviations(
  images: usize,
  features: u32,
  rows: usize,
  count: u32,
  first: u32,
  width: u32,
  sums: usize,
  centers: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const pixels = rowOf(images, features, rows, i);
    for (let feature = first; feature < first + width; feature++) {
      const at = <usize>feature << 3;
      const deviation = <f64>load<u8>(pixels + feature) - load<f64>(centers + at);
      store<f64>(sums + at, load<f64>(sums + at) + deviation * deviation);
    }
  }
}

@inline
function rowOf(images: usize, features: u32, rows: usize, i: u32): usize {
  return images + <usize>load<u32>(rows + (<usize>i << 2)) * features;
}
