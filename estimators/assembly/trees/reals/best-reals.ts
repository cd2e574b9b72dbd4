import * as node from '../node';
import { part } from '../part';
import { RealJob } from '../records';
import { searchBestSplit, startReach } from './best-split';
import { columnOf, isSame, valueOf } from './columns';
import { highest, lowest, readEntries } from './entries';

/** Trees on doubles with the best splits; `numbers` are ranks. */
@unmanaged
export class BestReals extends RealJob {
  enter(start: i32, end: i32, level: i32): i32 {
    startReach();
    return level;
  }

  isConstant(feature: i32): bool {
    readEntries(this, columnOf(this, feature), node.samples, node.count);
    return isSame(valueOf(this, feature, lowest), valueOf(this, feature, highest));
  }

  tryFeature(feature: i32): void {
    if (!node.isPerfect()) searchBestSplit(this, feature);
  }

  endSearch(): void {}

  part(start: i32, end: i32): i32 {
    return part<u32>(this, columnOf(this, node.feature), start, end, node.cut);
  }
}
