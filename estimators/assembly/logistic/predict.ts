import { listSample, multiply } from './sample-list';
import { softmax } from './softmax';

/**
 * The scores of `rows` samples: f64[rows][stride].
 * @param weights f64[columns + 1][stride]: see sample-list.ts
 * @param list room for columns + 1 entries
 */
export function decisions(
  samples: usize,
  columns: i32,
  rows: i32,
  valueBytes: i32,
  classes: i32,
  stride: i32,
  weights: usize,
  scores: usize,
  list: usize,
): void {
  for (let row: usize = 0; row < <usize>rows; row++) {
    const end = listSample(samples + row * columns * valueBytes, columns, valueBytes, stride, list);
    multiply(list, end, weights, stride, scores + ((row * <usize>stride) << 3));
  }
}

/** The probabilities of `rows` samples instead of their scores. */
export function probabilities(
  samples: usize,
  columns: i32,
  rows: i32,
  valueBytes: i32,
  classes: i32,
  stride: i32,
  weights: usize,
  scores: usize,
  list: usize,
): void {
  decisions(samples, columns, rows, valueBytes, classes, stride, weights, scores, list);
  for (let row: usize = 0; row < <usize>rows; row++) softmax(scores + ((row * <usize>stride) << 3), classes);
}
