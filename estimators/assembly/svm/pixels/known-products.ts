import { SampleSet } from '../records';

/**
 * Copies the known products of a sample with `count` training columns from `first` on to `out`; `row` is the
 * sample's row of products. Training columns are mostly those of neighbouring samples, so this is done by runs.
 */
export function copyProducts(set: SampleSet, row: usize, first: u32, count: u32, out: usize): void {
  let at = <usize>first << 2;
  for (const end = at + (<usize>count << 2); at < end; ) {
    let from = row + (<usize>load<u32>(set.productColumns + at) << 2);
    const run = min(<usize>load<u32>(set.productRuns + at) << 2, end - at);
    at += run;
    const last = out + run;
    for (; out + 16 <= last; out += 16) {
      v128.store(out, v128.load(from));
      from += 16;
    }
    for (; out < last; out += 4) {
      store<u32>(out, load<u32>(from));
      from += 4;
    }
  }
}
