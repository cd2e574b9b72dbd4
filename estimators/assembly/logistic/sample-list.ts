// A sample is worked on as the list of its features that are not zero: entries of 16 bytes,
//
//   0  u32  the feature's place among the weights, in bytes (weights are f64[columns + 1][stride])
//   8  f64  its value
//
// and last one for the intercepts, whose value is 1 and which have the place after the features. `stride` is the number of
// classes, rounded up to a multiple of 2; the weights of the class too many are 0.

const ENTRY: usize = 16;

/**
 * Lists a sample in `list`, which has room for columns + 1 entries. Returns the end of the list.
 * @param valueBytes 1 if the sample has bytes, 8 if it has doubles
 */
export function listSample(sample: usize, columns: i32, valueBytes: i32, stride: i32, list: usize): usize {
  return valueBytes == 1 ? listPixels(sample, columns, stride, list) : listReals(sample, columns, stride, list);
}

function listReals(sample: usize, columns: i32, stride: i32, list: usize): usize {
  const rowBytes = <u32>stride << 3;
  let to = list;
  for (let column = 0; column < columns; column++) {
    const value = load<f64>(sample + (<usize>column << 3));
    if (value != 0) to = add(to, column, rowBytes, value);
  }
  return add(to, columns, rowBytes, 1);
}

function listPixels(sample: usize, columns: i32, stride: i32, list: usize): usize {
  const rowBytes = <u32>stride << 3;
  let to = list;
  let column = 0;
  for (; column + 16 <= columns; column += 16) {
    let present = i8x16.bitmask(i8x16.ne(v128.load(sample + column), i8x16.splat(0)));
    while (present != 0) {
      const at = column + ctz(present);
      present &= present - 1;
      to = add(to, at, rowBytes, <f64>load<u8>(sample + at));
    }
  }
  for (; column < columns; column++) {
    const value = load<u8>(sample + column);
    if (value != 0) to = add(to, column, rowBytes, <f64>value);
  }
  return add(to, columns, rowBytes, 1);
}

@inline
function add(to: usize, row: i32, rowBytes: u32, value: f64): usize {
  store<u32>(to, <u32>row * rowBytes);
  store<f64>(to, value, 8);
  return to + ENTRY;
}

/** Squares the values of a list. */
export function squareValues(list: usize, end: usize): void {
  for (; list < end; list += ENTRY) {
    const value = load<f64>(list, 8);
    store<f64>(list, value * value, 8);
  }
}

/** The sample times the weights: f64[stride]. */
export function multiply(list: usize, end: usize, weights: usize, stride: i32, product: usize): void {
  const bytes = <usize>stride << 3;
  memory.fill(product, 0, bytes);
  for (; list < end; list += ENTRY) {
    const row = weights + load<u32>(list);
    const value = v128.load64_splat(list, 8);
    for (let at: usize = 0; at < bytes; at += 16) {
      const sum = f64x2.add(v128.load(product + at), f64x2.mul(value, v128.load(row + at)));
      v128.store(product + at, sum);
    }
  }
}

/** Adds the sample's values times `factors`, f64[stride], to `sums`, which are laid out as the weights are. */
export function addOuter(list: usize, end: usize, factors: usize, stride: i32, sums: usize): void {
  const bytes = <usize>stride << 3;
  for (; list < end; list += ENTRY) {
    const row = sums + load<u32>(list);
    const value = v128.load64_splat(list, 8);
    for (let at: usize = 0; at < bytes; at += 16) {
      const sum = f64x2.add(v128.load(row + at), f64x2.mul(value, v128.load(factors + at)));
      v128.store(row + at, sum);
    }
  }
}
