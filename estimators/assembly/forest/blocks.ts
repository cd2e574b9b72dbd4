import { GrowJob } from './job';
import { transposeRows } from './transpose';

// Where a node reads its samples' values. A large node reads the whole data by feature. A smaller one would
// touch a cache line there for every value, so its rows are copied, transposed, into a block that its whole
// subtree works in: into the large block first, which stays in the third-level cache, then into the small one,
// which stays in the second. A block serves one subtree at a time, since nodes are grown depth first.

export const WHOLE: i32 = 0;
export const LARGE_BLOCK: i32 = 1;
export const SMALL_BLOCK: i32 = 2;

let largeStride: i32 = 0;
let smallStride: i32 = 0;

/** The columns that the samples of a node at this level have their places in. */
export function columnsAt(job: GrowJob, level: i32): usize {
  return level == WHOLE ? job.byFeature : level == LARGE_BLOCK ? job.largeBlock : job.smallBlock;
}

/** Samples to a column at this level. */
export function strideAt(job: GrowJob, level: i32): i32 {
  return level == WHOLE ? job.stride : level == LARGE_BLOCK ? largeStride : smallStride;
}

/** Copies the node `samples[start..end]` into a block if it has become small enough; returns its level then. */
export function descend(job: GrowJob, start: i32, end: i32, level: i32): i32 {
  const count = end - start;
  if (level < SMALL_BLOCK && count <= job.smallBlockSamples) {
    smallStride = strideOf(count);
    copyRows(job, start, end, level, job.smallBlock, smallStride);
    return SMALL_BLOCK;
  }
  if (level < LARGE_BLOCK && count <= job.largeBlockSamples) {
    largeStride = strideOf(count);
    for (let i = 0; i < count; i++) {
      store<u32>(job.origins + (<usize>i << 2), load<u32>(job.samples + (<usize>(start + i) << 3)));
    }
    copyRows(job, start, end, level, job.largeBlock, largeStride);
    return LARGE_BLOCK;
  }
  return level;
}

/** An odd number of cache lines, so that neighbouring columns fall into different sets of the cache. */
// @ts-ignore: decorator
@inline
function strideOf(count: i32): i32 {
  return ((count + 63) & ~63) | 64;
}

/** Fills a block with the node's rows and renumbers its samples' places: 0, 1, 2 … */
function copyRows(job: GrowJob, start: i32, end: i32, level: i32, block: usize, stride: i32): void {
  const addresses = job.rowAddresses;
  const columns = job.columns;
  for (let first = start; first < end; first += 64) {
    for (let i = 0; i < 64; i++) {
      // Past the end the last row is repeated: no node has places there.
      const at = job.samples + (<usize>min(first + i, end - 1) << 3);
      const place = load<u32>(at);
      const row = level == WHOLE ? place : load<u32>(job.origins + (<usize>place << 2));
      store<u32>(addresses + (<usize>i << 2), <u32>(job.bySample + <usize>row * columns));
    }
    transposeRows(addresses, columns, block + (first - start), stride, job.tile, min((end - first + 15) >> 4, 4));
  }
  for (let i = start; i < end; i++) store<u32>(job.samples + (<usize>i << 3), i - start);
}
