import { keyOfFloor } from '../../math/keys';
import { clearWeights } from '../class-weights';
import * as node from '../node';
import { part } from '../part';
import { tryRandomSplit } from '../random-split';
import { RealJob } from '../records';
import { columnOf, isSame, valueOf } from './columns';
import { highest, lowest, readEntries } from './entries';

/** Trees on doubles with random splits; `numbers` are keys. */
@unmanaged
export class RandomReals extends RealJob {
  enter(start: i32, end: i32, level: i32): i32 {
    return level;
  }

  isConstant(feature: i32): bool {
    readEntries(this, columnOf(this, feature), node.samples, node.count);
    return isSame(valueOf(this, feature, lowest), valueOf(this, feature, highest));
  }

  tryFeature(feature: i32): void {
    const low = <f64>valueOf(this, feature, lowest);
    const high = <f64>valueOf(this, feature, highest);
    tryRandomSplit<RandomReals>(this, feature, low, high);
  }

  cutAt(threshold: f64): u32 {
    return keyOfFloor(threshold);
  }

  countLeft(cut: u32): i32 {
    return countLeft(this, cut);
  }

  endSearch(): void {}

  part(start: i32, end: i32): i32 {
    return part<u32>(this, columnOf(this, node.feature), start, end, node.cut);
  }
}

/**
 * Sums the class weights of the samples that have at most `cut` into `left`; returns how many these are. A node's samples are
 * in the order of their places, so class by class, and a class's weight need not go through memory for each.
 */
function countLeft(job: RealJob, cut: u32): i32 {
  const left = job.left;
  clearWeights(left, job.classes);
  let counted: u32 = 0;
  let code: u32 = 0;
  let weight: u32 = 0;
  for (let at = job.entries, end = at + (<usize>node.count << 3); at < end; at += 8) {
    const entry = load<u64>(at);
    const goesLeft = <u32>(<u32>(entry >> 32) <= cut);
    const codeHere = <u32>entry & 0xffff;
    if (codeHere != code) {
      addWeight(left, code, weight);
      code = codeHere;
      weight = 0;
    }
    weight += (<u32>entry >> 16) * goesLeft;
    counted += goesLeft;
  }
  addWeight(left, code, weight);
  return <i32>counted;
}

@inline
function addWeight(weights: usize, code: u32, weight: u32): void {
  const at = weights + (<usize>code << 2);
  store<u32>(at, load<u32>(at) + weight);
}
