import * as node from '../../node';
import { BestByteJob } from '../../records';
import { columnOf } from '../blocks';
import { collect, collected0, collected1 } from './collect';
import * as score from './score';
import { MAX_NARROW_CLASSES, MAX_NARROW_WEIGHT, searchNarrow } from './search-narrow';
import { MAX_SORTED, searchSorted } from './search-sorted';
import { searchWide } from './search-wide';

/** Searches the best split of the node over its first `tried` candidates, in their order, and leaves it in node.ts. */
export function searchSplit(job: BestByteJob, tried: i32): void {
  score.startNode(<f64>node.weight);
  const classBits = job.classes <= MAX_NARROW_CLASSES ? 4 : 8;
  const narrow = job.classes <= MAX_NARROW_CLASSES && node.weight <= MAX_NARROW_WEIGHT;
  const entries0 = job.entries;
  const entries1 = entries0 + (<usize>(job.rows + 16) << 2);
  for (let i = 0; i < tried && !node.isPerfect(); i += 2) {
    const feature0 = load<i32>(job.candidates + (<usize>i << 2));
    // At the end the last one again.
    const feature1 = load<i32>(job.candidates + (<usize>min(i + 1, tried - 1) << 2));
    collect(entries0, entries1, columnOf(feature0), columnOf(feature1), node.samples, node.count, classBits);
    searchFeature(job, feature0, entries0, collected0, classBits, narrow);
    if (i + 1 < tried && !node.isPerfect()) {
      searchFeature(job, feature1, entries1, collected1, classBits, narrow);
    }
  }
}

function searchFeature(
  job: BestByteJob,
  feature: i32,
  entries: usize,
  found: i32,
  classBits: i32,
  narrow: bool,
): void {
  score.startFeature();
  if (found <= MAX_SORTED) searchSorted(job, entries, found, classBits);
  else if (narrow) searchNarrow(job, entries, found);
  else searchWide(job, entries, found, classBits);
  score.endFeature(feature);
}
