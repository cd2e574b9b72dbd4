/**
 * Checks numbers in Parquet's mix of repeated and packed runs: that they give `count` values, and no run more. Returns how
 * many of them have their lowest bit set, if they are single bits.
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/ (RLE).
 *
 * A run of a few bytes may say that it repeats a value two thousand million times.
 *
 * @param bitWidth of each value.
 *
 * Throws an Error if it is otherwise.
 */
export function checkRuns(bytes: Uint8Array, bitWidth: number, count: number): number {
  if (bitWidth > 32) throw new Error(`it has values of ${bitWidth} bits`);
  let at = 0;
  let ones = 0;
  for (let left = count; left > 0; ) {
    const head = varint(bytes, at);
    at = head.end;
    const isPacked = head.value % 2 === 1;
    const half = Math.floor(head.value / 2);
    // Packed ones come in groups of eight, of which the last ones may stand for nothing.
    const values = isPacked ? 8 * half : half;
    if (values === 0 || (isPacked ? values > left + 7 : values > left)) {
      throw new Error(`a run has ${values} values where ${left} are left`);
    }
    const run = bytes.subarray(at, at + (isPacked ? half * bitWidth : Math.ceil(bitWidth / 8)));
    at += isPacked ? half * bitWidth : Math.ceil(bitWidth / 8);
    if (at > bytes.length) throw new Error('a run goes beyond the end of its page');
    if (bitWidth === 1) ones += isPacked ? onesIn(run, Math.min(values, left)) : values * (run[0]! & 1);
    left -= values;
  }
  return ones;
}

/** How many of the first `count` bits are set, counted from the lowest one of each byte. */
function onesIn(bytes: Uint8Array, count: number): number {
  let ones = 0;
  for (let bit = 0; bit < count; bit++) ones += (bytes[bit >> 3]! >> (bit & 7)) & 1;
  return ones;
}

function varint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start, weight = 1; at < start + 5; at++, weight *= 128) {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('a run goes beyond the end of its page');
    value += (byte & 127) * weight;
    if (byte < 128) return { value, end: at + 1 };
  }
  throw new Error('a run has a length that does not end');
}
