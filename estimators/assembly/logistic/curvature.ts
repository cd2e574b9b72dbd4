import { addOuter, listSample, multiply, squareValues } from './sample-list';

// With x a sample and p its probabilities, the loss's Hessian is the sum over the samples of
//
//   (diag(p) - p p') (x) x x'
//
// The probabilities are those that lossAndGradient (loss.ts) left, whose comment explains the other params.

/**
 * The Hessian of the loss of `rows` samples times a direction.
 * @param direction f64[columns + 1][stride]
 * @param product f64[columns + 1][stride]: receives the product
 */
export function hessianTimes(
  samples: usize,
  columns: i32,
  rows: i32,
  valueBytes: i32,
  classes: i32,
  stride: i32,
  probabilities: usize,
  direction: usize,
  product: usize,
  list: usize,
): void {
  const factors = list + ((<usize>columns + 1) << 4);
  memory.fill(product, 0, ((<usize>columns + 1) * <usize>stride) << 3);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const end = listSample(samples + row * columns * valueBytes, columns, valueBytes, stride, list);
    const own = probabilities + ((row * <usize>stride) << 3);
    multiply(list, end, direction, stride, factors);
    let mean: f64 = 0;
    for (let at: usize = 0; at < <usize>classes << 3; at += 8) {
      mean += load<f64>(own + at) * load<f64>(factors + at);
    }
    for (let at: usize = 0; at < <usize>classes << 3; at += 8) {
      store<f64>(factors + at, load<f64>(own + at) * (load<f64>(factors + at) - mean));
    }
    addOuter(list, end, factors, stride, product);
  }
}

/** The diagonal of that Hessian: f64[columns + 1][stride]. */
export function hessianDiagonal(
  samples: usize,
  columns: i32,
  rows: i32,
  valueBytes: i32,
  classes: i32,
  stride: i32,
  probabilities: usize,
  diagonal: usize,
  list: usize,
): void {
  const factors = list + ((<usize>columns + 1) << 4);
  memory.fill(diagonal, 0, ((<usize>columns + 1) * <usize>stride) << 3);
  memory.fill(factors, 0, <usize>stride << 3);
  for (let row: usize = 0; row < <usize>rows; row++) {
    const end = listSample(samples + row * columns * valueBytes, columns, valueBytes, stride, list);
    squareValues(list, end);
    const own = probabilities + ((row * <usize>stride) << 3);
    for (let at: usize = 0; at < <usize>classes << 3; at += 8) {
      const probability = load<f64>(own + at);
      store<f64>(factors + at, probability * (1 - probability));
    }
    addOuter(list, end, factors, stride, diagonal);
  }
}
