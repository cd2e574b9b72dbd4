import * as node from '../node';
import { part } from '../part';
import { BestByteJob } from '../records';
import { BLOCK, columnOf, enterBlock } from './blocks';
import { bit, findPresent, isConstant } from './present';
import { searchSplit } from './search/search-split';

let level: i32 = 0;
/** Whether `everPresent` and `alwaysPresent` were found for the node; what is not in `ever` is constant in it. */
let masked: bool = false;
let ever: usize = 0;
/** How many candidates there are. */
let tried: i32 = 0;

/** Trees on bytes with the best splits: all features are drawn before the first is searched, so that two are read at once. */
@unmanaged
export class BestBytes extends BestByteJob {
  enter(start: i32, end: i32, parentLevel: i32): i32 {
    level = enterBlock(this, start, end, parentLevel);
    masked = level == BLOCK && node.count <= this.maskedSamples;
    if (masked) findPresent(this, node.samples, node.count);
    ever = masked ? this.everPresent : this.blockMask;
    tried = 0;
    return level;
  }

  isConstant(feature: i32): bool {
    if (level == BLOCK && !bit(ever, feature)) return true;
    if (masked && !bit(this.alwaysPresent, feature)) return false;
    return isConstant(columnOf(feature), node.samples, node.count);
  }

  tryFeature(feature: i32): void {
    store<i32>(this.candidates + (<usize>tried << 2), feature);
    tried++;
  }

  endSearch(): void {
    searchSplit(this, tried);
  }

  part(start: i32, end: i32): i32 {
    return part<u8>(this, columnOf(node.feature), start, end, node.cut);
  }
}
