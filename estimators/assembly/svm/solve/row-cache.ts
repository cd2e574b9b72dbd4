/** Marks a key without a slot, and a slot without a key. */
const NONE: i32 = -1;

/**
 * A bounded number of equally large rows, each under a key 0..keys-1. When all slots are taken, the row that
 * was used longest ago makes room. The slots form a ring in order of use; slot number `capacity` is its seam:
 * newer[seam] is the oldest row, older[seam] the newest.
 */
@unmanaged
export class RowCache {
  capacity: i32;
  used: i32;
  keys: i32;
  rowBytes: usize;
  rows: usize;
  /** i32 a key: its slot. */
  slotOf: usize;
  /** i32 a slot: its key; its neighbours in the ring. */
  keyOf: usize;
  older: usize;
  newer: usize;
}

/** Bytes of the lists that `layOut` needs besides the rows. */
@inline
export function listsBytes(capacity: i32, keys: i32): usize {
  return <usize>(keys + 3 * (capacity + 1)) << 2;
}

/** Places an empty cache: `lists` has room for listsBytes, `rows` for capacity * rowBytes. */
export function layOut(
  cache: RowCache,
  capacity: i32,
  keys: i32,
  rowBytes: usize,
  lists: usize,
  rows: usize,
): void {
  const listBytes = <usize>(capacity + 1) << 2;
  cache.capacity = capacity;
  cache.keys = keys;
  cache.rowBytes = rowBytes;
  cache.rows = rows;
  cache.keyOf = lists;
  cache.older = lists + listBytes;
  cache.newer = lists + 2 * listBytes;
  cache.slotOf = lists + 3 * listBytes;
  clear(cache);
}

export function clear(cache: RowCache): void {
  cache.used = 0;
  memory.fill(cache.slotOf, 0xff, <usize>cache.keys << 2);
  set(cache.older, cache.capacity, cache.capacity);
  set(cache.newer, cache.capacity, cache.capacity);
}

/** The slot of a key, or -1. A slot that is found counts as used now. */
export function find(cache: RowCache, key: i32): i32 {
  const slot = get(cache.slotOf, key);
  if (slot != NONE && get(cache.older, cache.capacity) != slot) {
    unlink(cache, slot);
    linkNewest(cache, slot);
  }
  return slot;
}

/** Gives a slot to a key that has none. Its row holds whatever was there before. */
export function insert(cache: RowCache, key: i32): i32 {
  let slot: i32;
  if (cache.used < cache.capacity) {
    slot = cache.used++;
  } else {
    slot = get(cache.newer, cache.capacity);
    unlink(cache, slot);
    set(cache.slotOf, get(cache.keyOf, slot), NONE);
  }
  set(cache.slotOf, key, slot);
  set(cache.keyOf, slot, key);
  linkNewest(cache, slot);
  return slot;
}

@inline
export function rowAt(cache: RowCache, slot: i32): usize {
  return cache.rows + <usize>slot * cache.rowBytes;
}

function unlink(cache: RowCache, slot: i32): void {
  const older = get(cache.older, slot);
  const newer = get(cache.newer, slot);
  set(cache.newer, older, newer);
  set(cache.older, newer, older);
}

function linkNewest(cache: RowCache, slot: i32): void {
  const seam = cache.capacity;
  const before = get(cache.older, seam);
  set(cache.newer, before, slot);
  set(cache.older, slot, before);
  set(cache.newer, slot, seam);
  set(cache.older, seam, slot);
}

@inline
function get(list: usize, index: i32): i32 {
  return load<i32>(list + (<usize>index << 2));
}

@inline
function set(list: usize, index: i32, value: i32): void {
  store<i32>(list + (<usize>index << 2), value);
}
