import * as node from '../node';
import { BestByteJob } from '../records';

// Which features are not zero in samples: a bit each, so that most features that are constant in a node are found without
// reading their values.

@inline
export function bit(mask: usize, feature: i32): bool {
  return ((<u32>load<u8>(mask + (feature >> 3)) >> (feature & 7)) & 1) != 0;
}

/** Whether the samples of the node have one value in a column. */
export function isConstant(column: usize, samples: usize, count: i32): bool {
  const first = <u32>load<u8>(column + load<u32>(samples));
  const end = samples + (<usize>count << 3);
  let i = samples;
  for (; i + 32 <= end; i += 32) {
    const a = <u32>load<u8>(column + load<u32>(i)) ^ first;
    const b = <u32>load<u8>(column + load<u32>(i, 8)) ^ first;
    const c = <u32>load<u8>(column + load<u32>(i, 16)) ^ first;
    const d = <u32>load<u8>(column + load<u32>(i, 24)) ^ first;
    if ((a | b | c | d) != 0) return false;
  }
  for (; i < end; i += 8) {
    if (load<u8>(column + load<u32>(i)) != first) return false;
  }
  return true;
}

/**
 * Finds the features that are not zero in some sample of the node and in all of them. One that never is is constant; one that
 * sometimes is is not.
 */
export function findPresent(job: BestByteJob, samples: usize, count: i32): void {
  const masks = job.blockMasks;
  const maskBytes = job.maskBytes;
  for (let at: usize = 0; at < <usize>maskBytes; at += 16) {
    let ever = i32x4.splat(0);
    let always = i32x4.splat(-1);
    for (let i = samples, end = samples + (<usize>count << 3); i < end; i += 8) {
      const mask = v128.load(masks + load<u32>(i) * maskBytes + at);
      ever = v128.or(ever, mask);
      always = v128.and(always, mask);
    }
    v128.store(job.everPresent + at, ever);
    v128.store(job.alwaysPresent + at, always);
  }
}

