import { GrowJob } from './job';
import * as node from './node';
import * as score from './score';
import { MAX_NARROW_CLASSES, MAX_NARROW_WEIGHT, searchNarrow } from './search-narrow';
import { MAX_SORTED, searchSorted } from './search-sorted';
import { searchWide } from './search-wide';

/** The room of one feature's entries. */
// @ts-ignore: decorator
@inline
function entryBytes(job: GrowJob): usize {
  return <usize>(job.rows + 16) << 2;
}

/**
 * Searches the best split of the node that was entered (node.ts) over the first `tried` candidates. It is left
 * in score.ts. A score of 0 means that both sides are pure: no later feature can be better.
 */
export function searchSplit(job: GrowJob, columns: usize, stride: i32, samples: usize, tried: i32): void {
  score.startNode(<f64>node.weight);
  const classBits = job.classes <= MAX_NARROW_CLASSES ? 4 : 8;
  const narrow = job.classes <= MAX_NARROW_CLASSES && node.weight <= MAX_NARROW_WEIGHT;
  const sorted = job.entries + entryBytes(job);
  for (let i = 0; i < tried && score.best < 0; i++) {
    const feature = load<i32>(job.candidates + (<usize>i << 2));
    const found = collect(job.entries, columns + <usize>feature * stride, samples, node.count, classBits);
    score.startFeature();
    if (found <= MAX_SORTED) searchSorted(job, job.entries, found, sorted, classBits);
    else if (narrow) searchNarrow(job, job.entries, found);
    else searchWide(job, job.entries, found, classBits);
    score.endFeature(feature);
  }
}

/** Writes the entries of a node's samples whose value is not zero and returns how many there are. */
function collect(entries: usize, column: usize, samples: usize, count: i32, classBits: i32): i32 {
  let to = entries;
  for (let i = samples, end = samples + (<usize>count << 3); i < end; i += 8) {
    const sample = load<u64>(i);
    const value = <u32>load<u8>(column + <usize><u32>sample);
    store<u32>(to, <u32>(sample >> 32) | (value << classBits));
    to += <usize>(value != 0) << 2;
  }
  return <i32>((to - entries) >> 2);
}
