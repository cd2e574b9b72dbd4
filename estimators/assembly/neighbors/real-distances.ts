import { blockBytes } from '../rows/blocks';
import { REAL_BLOCK } from '../rows/records';
import * as sums from '../rows/sums';

/**
 * Writes the squared distances (f64) of each of `count` queries to all `columns` columns of packed samples (a multiple of a
 * block): the first query's, then the next one's. Columns that hold no sample give numbers of no meaning.
 */
export function realDistances(
  queries: usize,
  count: u32,
  features: u32,
  packed: usize,
  columns: u32,
  out: usize,
): void {
  // Block by block, which stays in the cache for all queries.
  for (let column: u32 = 0; column < columns; column += REAL_BLOCK) {
    const block = packed + <usize>(column / REAL_BLOCK) * blockBytes(features);
    for (let query: usize = 0; query < <usize>count; query++) {
      const to = out + ((query * columns + column) << 3);
      sums.distances(queries + ((query * features) << 3), features, block, REAL_BLOCK, to);
    }
  }
}
