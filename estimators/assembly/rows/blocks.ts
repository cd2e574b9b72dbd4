import { NO_SAMPLE, REAL_BLOCK } from './records';

// Samples of doubles lie in blocks: the features of REAL_BLOCK samples one after the other, [feature][sample] f64. So the sums
// of a row with the samples of a block run side by side in lanes, each of them in the features' order.

/** Bytes of a block. */
@inline
export function blockBytes(features: u32): usize {
  return <usize>features * <usize>REAL_BLOCK * 8;
}

/** Where a column of the blocks that start at `blocks` has its first feature. */
@inline
function columnAt(features: u32, blocks: usize, column: u32): usize {
  return blocks + <usize>(column / REAL_BLOCK) * blockBytes(features) + <usize>(column % REAL_BLOCK) * 8;
}

function clearColumn(features: u32, blocks: usize, column: u32): void {
  let to = columnAt(features, blocks, column);
  for (const end = to + blockBytes(features); to < end; to += <usize>REAL_BLOCK * 8) store<f64>(to, 0);
}

/** Puts a row into a column of the blocks that start at `blocks`. */
export function placeRow(row: usize, features: u32, blocks: usize, column: u32): void {
  let to = columnAt(features, blocks, column);
  for (const end = row + (<usize>features << 3); row < end; row += 8) {
    store<f64>(to, load<f64>(row));
    to += <usize>REAL_BLOCK * 8;
  }
}

/**
 * Packs a group of `width` columns (a multiple of REAL_BLOCK): column c holds sample order[c], or zeros. Writes the samples'
 * squared lengths (f64) as well.
 */
export function packReals(rows: usize, features: u32, order: usize, width: u32, blocks: usize, norms: usize): void {
  for (let column: u32 = 0; column < width; column++) {
    const sample = load<u32>(order + (<usize>column << 2));
    const row = rows + ((<usize>sample * features) << 3);
    const norm = norms + (<usize>column << 3);
    if (sample == NO_SAMPLE) {
      clearColumn(features, blocks, column);
      store<f64>(norm, 0);
    } else {
      placeRow(row, features, blocks, column);
      store<f64>(norm, squaredLength(row, features));
    }
  }
}

function squaredLength(row: usize, features: u32): f64 {
  let sum: f64 = 0;
  for (const end = row + (<usize>features << 3); row < end; row += 8) sum += load<f64>(row) * load<f64>(row);
  return sum;
}
