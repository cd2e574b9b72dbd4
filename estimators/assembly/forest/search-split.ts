import { collect, collected0, collected1 } from './collect';
import { GrowJob } from './job';
import * as node from './node';
import * as score from './score';
import { MAX_NARROW_CLASSES, MAX_NARROW_WEIGHT, searchNarrow } from './search-narrow';
import { MAX_SORTED, searchSorted } from './search-sorted';
import { searchWide } from './search-wide';

/**
 * Searches the best split of the node that was entered (node.ts) over its first `tried` candidates, in their
 * order; it is left in score.ts. A score of 0 means that both sides are pure: no later feature can be better.
 * @param columns the data by feature, `stride` bytes to a column
 * @param samples the node's samples
 */
export function searchSplit(job: GrowJob, columns: usize, stride: i32, samples: usize, tried: i32): void {
  score.startNode(<f64>node.weight);
  const classBits = job.classes <= MAX_NARROW_CLASSES ? 4 : 8;
  const narrow = job.classes <= MAX_NARROW_CLASSES && node.weight <= MAX_NARROW_WEIGHT;
  const entries0 = job.entries;
  const entries1 = entries0 + (<usize>(job.rows + 16) << 2);
  for (let i = 0; i < tried && score.best < 0; i += 2) {
    const feature0 = load<i32>(job.candidates + (<usize>i << 2));
    // At the end the last one again.
    const feature1 = load<i32>(job.candidates + (<usize>min(i + 1, tried - 1) << 2));
    const column0 = columns + <usize>feature0 * stride;
    const column1 = columns + <usize>feature1 * stride;
    collect(entries0, entries1, column0, column1, samples, node.count, classBits);
    searchFeature(job, feature0, entries0, collected0, classBits, narrow);
    if (i + 1 < tried && score.best < 0) searchFeature(job, feature1, entries1, collected1, classBits, narrow);
  }
}

function searchFeature(
  job: GrowJob,
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
