import { clearWeights } from '../class-weights';
import * as node from '../node';
import { part } from '../part';
import { tryRandomSplit } from '../random-split';
import { RandomByteJob } from '../records';
import { BLOCK, columnOf, enterBlock } from './blocks';
import { bit } from './present';

let level: i32 = 0;
/** The lowest and the highest value that `readValues` met. */
let lowest: u32 = 0;
let highest: u32 = 0;

/** Trees on bytes with random splits: the values of the node that are being looked at are u8 each in `entries`. */
@unmanaged
export class RandomBytes extends RandomByteJob {
  enter(start: i32, end: i32, parentLevel: i32): i32 {
    level = enterBlock(this, start, end, parentLevel);
    return level;
  }

  isConstant(feature: i32): bool {
    // A block has no column for a feature that is 0 in all its samples.
    if (level == BLOCK && !bit(this.blockMask, feature)) return true;
    readValues(this.entries, columnOf(feature), node.samples, node.count);
    return lowest == highest;
  }

  tryFeature(feature: i32): void {
    tryRandomSplit<RandomBytes>(this, feature, <f64>lowest, <f64>highest);
  }

  cutAt(threshold: f64): u32 {
    return <u32>threshold;
  }

  countLeft(cut: u32): i32 {
    return countLeft(this, node.samples, node.count, cut);
  }

  endSearch(): void {}

  part(start: i32, end: i32): i32 {
    return part<u8>(this, columnOf(node.feature), start, end, node.cut);
  }
}

/** Copies the values of the node's samples to `values`, u8 each. */
function readValues(values: usize, column: usize, samples: usize, count: i32): void {
  let low: u32 = 255;
  let high: u32 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = <u32>load<u8>(column + load<u32>(samples + (i << 3)));
    store<u8>(values + i, value);
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  lowest = low;
  highest = high;
}

/** Sums the class weights of the samples whose value is at most `limit` into `left`; returns how many these are. */
function countLeft(job: RandomByteJob, samples: usize, count: i32, limit: u32): i32 {
  const left = job.left;
  const values = job.entries;
  clearWeights(left, job.classes);
  let counted = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const goesLeft = <u32>(<u32>load<u8>(values + i) <= limit);
    const weighted = load<u32>(samples + (i << 3), 4);
    const at = left + (<usize>(weighted & 0xffff) << 2);
    // Added in any case: no branch to mispredict.
    store<u32>(at, load<u32>(at) + (weighted >> 16) * goesLeft);
    counted += goesLeft;
  }
  return counted;
}
