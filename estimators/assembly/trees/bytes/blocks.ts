import { ByteJob } from '../records';
import { transposeRows } from './transpose';

// Where a node reads its samples' values. A large node reads the whole data by feature. A smaller one would
// touch a cache line there for every value, so its rows are copied, transposed, into a block that its whole
// subtree works in. The block serves one subtree at a time, since nodes are grown depth first.

export const WHOLE: i32 = 0;
export const BLOCK: i32 = 1;

let blockStride: i32 = 0;

/** The columns that the samples of the node have their places in, and bytes from one to the next. */
let columns: usize = 0;
let stride: i32 = 0;

/** The column of a feature: u8 for each place. */
@inline
export function columnOf(feature: i32): usize {
  return columns + <usize>feature * stride;
}

/** Begins to read the node `samples[start..end]`: returns its level, which is that of its parent unless it became small. */
export function enterBlock(job: ByteJob, start: i32, end: i32, parentLevel: i32): i32 {
  const level = descend(job, start, end, parentLevel);
  columns = level == WHOLE ? job.byFeature : job.block;
  stride = level == WHOLE ? job.stride : blockStride;
  return level;
}

/** Copies the node `samples[start..end]` into the block if it has become small enough; returns its level then. */
function descend(job: ByteJob, start: i32, end: i32, level: i32): i32 {
  const count = end - start;
  if (level == BLOCK || count > job.blockSamples) return level;
  // An odd number of cache lines, so that neighbouring columns fall into different sets of the cache; up to BLOCK_PADDING
  // more than there are samples.
  blockStride = ((count + 63) & ~63) | 64;
  copyMasks(job, start, count);
  copyRows(job, start, end);
  for (let i = start; i < end; i++) store<u32>(job.samples + (<usize>i << 3), i - start);
  return BLOCK;
}

/** Copies the masks of the node's rows, and notes in `blockMask` which features are not zero in any of them. */
function copyMasks(job: ByteJob, start: i32, count: i32): void {
  const maskBytes = job.maskBytes;
  const any = job.blockMask;
  memory.fill(any, 0, maskBytes);
  for (let i = 0; i < count; i++) {
    const from = job.masks + <usize>load<u32>(job.samples + (<usize>(start + i) << 3)) * maskBytes;
    const to = job.blockMasks + <usize>i * maskBytes;
    for (let at: usize = 0; at < <usize>maskBytes; at += 16) {
      const mask = v128.load(from + at);
      v128.store(to + at, mask);
      v128.store(any + at, v128.or(v128.load(any + at), mask));
    }
  }
}

/** Transposes the node's rows into the block, but for runs of 16 features that are zero in all of them. */
function copyRows(job: ByteJob, start: i32, end: i32): void {
  const addresses = job.rowAddresses;
  const rowBytes = job.rowBytes;
  for (let first = start; first < end; first += 64) {
    for (let i = 0; i < 64; i++) {
      // Past the end the last row is repeated: no node has places there.
      const place = load<u32>(job.samples + (<usize>min(first + i, end - 1) << 3));
      store<u32>(addresses + (<usize>i << 2), <u32>(job.bySample + <usize>place * rowBytes));
    }
    fetchRows(job);
    const groups = min((end - first + 15) >> 4, 4);
    transposeRows(addresses, job.block + (first - start), blockStride, job.tile, groups, rowBytes >> 4, job.blockMask);
  }
}

/**
 * Brings the next 64 rows into the cache. Tiles read from all of them in turn, which no prefetcher follows; a row
 * read from its start to its end, it does. This alone makes transposing three times as fast.
 */
function fetchRows(job: ByteJob): void {
  const blockMask = job.blockMask;
  let sum: u32 = 0;
  for (let i: usize = 0; i < 64; i++) {
    const row = <usize>load<u32>(job.rowAddresses + (i << 2));
    // 64 bits of the mask for each line of 64 values.
    for (let at = 0, end = job.rowBytes; at < end; at += 64) {
      if (load<u64>(blockMask + (at >> 3)) != 0) sum += load<u8>(row + at);
    }
  }
  store<u32>(job.tile, sum);
}
