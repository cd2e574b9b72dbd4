import { addOuter, listSample, multiply } from './sample-list';
import { largest, softmax, sum } from './softmax';

/**
 * The loss of `rows` samples, -log(probability of the true class) summed, and its gradient by the weights.
 * @param samples u8[rows][columns] or f64[rows][columns], as `valueBytes` (1 or 8) says
 * @param codes u8[rows]: the true classes
 * @param weights f64[columns + 1][stride]: see sample-list.ts
 * @param probabilities f64[rows][stride]: receives the probabilities of the classes
 * @param gradient f64[columns + 1][stride]: receives the gradient
 * @param list room for columns + 1 entries, then for stride numbers
 */
export function lossAndGradient(
  samples: usize,
  columns: i32,
  rows: i32,
  valueBytes: i32,
  codes: usize,
  classes: i32,
  stride: i32,
  weights: usize,
  probabilities: usize,
  gradient: usize,
  list: usize,
): f64 {
  const residuals = list + ((<usize>columns + 1) << 4);
  memory.fill(gradient, 0, ((<usize>columns + 1) * <usize>stride) << 3);
  memory.fill(residuals, 0, <usize>stride << 3);
  let loss: f64 = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const end = listSample(samples + row * columns * valueBytes, columns, valueBytes, stride, list);
    const own = probabilities + ((row * <usize>stride) << 3);
    multiply(list, end, weights, stride, own);
    const truth = <usize>load<u8>(codes + row) << 3;
    const score = load<f64>(own + truth);
    softmax(own, classes);
    loss += Math.log(sum) + largest - score;
    memory.copy(residuals, own, <usize>classes << 3);
    store<f64>(residuals + truth, load<f64>(residuals + truth) - 1);
    addOuter(list, end, residuals, stride, gradient);
  }
  return loss;
}
