/** How many entries `collect` wrote for each of its features. */
export let collected0: i32 = 0;
export let collected1: i32 = 0;

/**
 * Writes the entries of a node's samples for two features at once, leaving out values of zero: words of 32 bits,
 * `weight << 16 | value << classBits | class`.
 * Two columns share the reading of the samples, and one's wait for memory is the other's work.
 */
export function collect(
  entries0: usize,
  entries1: usize,
  column0: usize,
  column1: usize,
  samples: usize,
  count: i32,
  classBits: i32,
): void {
  let to0 = entries0;
  let to1 = entries1;
  for (let end = samples + (<usize>count << 3); samples < end; samples += 8) {
    const sample = load<u64>(samples);
    const place = <usize><u32>sample;
    const weighted = <u32>(sample >> 32);
    const value0 = <u32>load<u8>(column0 + place);
    const value1 = <u32>load<u8>(column1 + place);
    // Written in any case, and kept by moving on: no branch to mispredict.
    store<u32>(to0, weighted | (value0 << classBits));
    store<u32>(to1, weighted | (value1 << classBits));
    to0 += <usize>(value0 != 0) << 2;
    to1 += <usize>(value1 != 0) << 2;
  }
  collected0 = <i32>((to0 - entries0) >> 2);
  collected1 = <i32>((to1 - entries1) >> 2);
}
