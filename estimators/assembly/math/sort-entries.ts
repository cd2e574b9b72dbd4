// Entries are words of 64 bits that are sorted by their upper 32, ascending.

/** Up to here entries are put into their places one by one. */
const MAX_INSERTED: i32 = 24;
/** Bits that a round of sorting goes by at most: a bucket each of their values. */
export const MOST_BITS: i32 = 11;
/** Up to this many entries a round goes by fewer, since buckets take time as well. */
const MAX_FEW: i32 = 4096;
const FEW_BITS: i32 = 8;

/**
 * Sorts `count` entries whose upper halves lie between `lowest` and `highest`, and returns where they are then: at
 * `entries` or at `spare`. Entries with equal upper halves keep their order.
 * @param spare room for as many
 * @param counts u32[1 << MOST_BITS]
 */
export function sortEntries(entries: usize, spare: usize, counts: usize, count: i32, lowest: u32, highest: u32): usize {
  if (count <= MAX_INSERTED) {
    insertEach(entries, count);
    return entries;
  }
  // As few rounds as there can be, all of about as many bits.
  const bits = 32 - <i32>clz(highest - lowest);
  const most = count > MAX_FEW ? MOST_BITS : FEW_BITS;
  const rounds = (bits + most - 1) / most;
  const width = rounds == 0 ? 0 : (bits + rounds - 1) / rounds;
  let from = entries;
  let to = spare;
  for (let round = 0; round < rounds; round++) {
    distribute(from, to, counts, count, lowest, round * width, width);
    const other = from;
    from = to;
    to = other;
  }
  return from;
}

function insertEach(entries: usize, count: i32): void {
  for (let i = entries + 8, end = entries + (<usize>count << 3); i < end; i += 8) {
    const entry = load<u64>(i);
    let at = i;
    while (at > entries && load<u32>(at - 8, 4) > <u32>(entry >> 32)) {
      store<u64>(at, load<u64>(at - 8));
      at -= 8;
    }
    store<u64>(at, entry);
  }
}

/** Sorts by `width` bits from bit `shift` of the upper halves' distance to `lowest`: a round of a radix sort. */
function distribute(from: usize, to: usize, counts: usize, count: i32, lowest: u32, shift: i32, width: i32): void {
  const end = from + (<usize>count << 3);
  const mask: u32 = (1 << width) - 1;
  const countsEnd = counts + (4 << width);
  memory.fill(counts, 0, countsEnd - counts);
  for (let at = from; at < end; at += 8) {
    const bucket = counts + (<usize>(((load<u32>(at, 4) - lowest) >> shift) & mask) << 2);
    store<u32>(bucket, load<u32>(bucket) + 1);
  }
  let place = <u32>to;
  for (let at = counts; at < countsEnd; at += 4) {
    const size = load<u32>(at);
    store<u32>(at, place);
    place += size << 3;
  }
  for (let at = from; at < end; at += 8) {
    const entry = load<u64>(at);
    const bucket = counts + (<usize>(((<u32>(entry >> 32) - lowest) >> shift) & mask) << 2);
    const target = load<u32>(bucket);
    store<u32>(bucket, target + 8);
    store<u64>(<usize>target, entry);
  }
}
