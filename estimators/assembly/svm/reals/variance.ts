import { pairwiseSum } from '../../math/pairwise-sum';

/** Values that NumPy's reduction takes at a time; it adds up the sums of these chunks one after the other. */
const CHUNK: u32 = 8192;

/** The sums of chunks of 8,192 of `count` doubles, each rounded as NumPy's `sum` rounds it. A last chunk may be shorter. */
export function chunkSums(values: usize, count: u32, sums: usize): void {
  for (let done: u32 = 0; done < count; done += CHUNK) {
    store<f64>(sums, pairwiseSum(values + (<usize>done << 3), min(count - done, CHUNK)));
    sums += 8;
  }
}

/** The same of the values' squared deviations from `center`. `chunk` has room for 8,192 doubles. */
export function chunkSquares(values: usize, count: u32, center: f64, chunk: usize, sums: usize): void {
  for (let done: u32 = 0; done < count; done += CHUNK) {
    const length = min(count - done, CHUNK);
    for (let k: u32 = 0; k < length; k++) {
      const deviation = load<f64>(values + (<usize>(done + k) << 3)) - center;
      store<f64>(chunk + (<usize>k << 3), deviation * deviation);
    }
    store<f64>(sums, pairwiseSum(chunk, length));
    sums += 8;
  }
}
