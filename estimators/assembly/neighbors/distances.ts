import { listRow, partDistances, rowBytes } from '../rows/lists';
import { columnBytes } from '../rows/pack';
import { PART } from '../rows/records';

/** Bytes of scratch that `distances` needs for `count` queries. */
export function distancesScratchBytes(features: u32, count: u32): f64 {
  return <f64>rowBytes(features) * <f64>count;
}

/**
 * Writes the squared distances (u32) of each of `count` queries to `columns` columns of packed samples (a multiple of a
 * block): the first query's, then the next one's. Columns that hold no sample give numbers of no meaning.
 */
export function distances(
  queries: usize,
  count: u32,
  features: u32,
  packed: usize,
  norms: usize,
  columns: u32,
  scratch: usize,
  out: usize,
): void {
  for (let query: u32 = 0; query < count; query++) {
    listRow(queries + <usize>query * features, features, scratch + <usize>query * rowBytes(features));
  }
  for (let column: u32 = 0; column < columns; column += PART) {
    const width = min(PART, columns - column);
    const part = packed + <usize>column * columnBytes(features);
    for (let query: u32 = 0; query < count; query++) {
      const list = scratch + <usize>query * rowBytes(features);
      const row = out + (<usize>(query * columns + column) << 2);
      partDistances(list, features, column, width, part, norms + (<usize>column << 2), row);
    }
  }
}
