// The support vector machine's own multiplication (estimators/assembly/rows), laid open to be measured.
import { dots, listBytes, listPairs, locatePairs } from '../../estimators/assembly/rows/dots';
import { columnBytes, packBytes } from '../../estimators/assembly/rows/pack';

export { packBytes };

export function packedBytes(features: u32, columns: u32): usize {
  return columnBytes(features) * columns;
}

/** Bytes from a listed row to the next. */
export function rowBytes(features: u32): usize {
  return (listBytes(features) + 63) & ~63;
}

/** Lists `rows` rows of `images` for chunks of `width` columns, and their numbers of pairs of pixels (u32 each). */
export function listRows(
  images: usize,
  rows: u32,
  features: u32,
  width: u32,
  lists: usize,
  counts: usize,
): void {
  for (let row: u32 = 0; row < rows; row++) {
    const list = lists + <usize>row * rowBytes(features);
    const count = listPairs(images + <usize>row * features, features, list);
    locatePairs(list, features, count, width);
    store<u32>(counts + ((<usize>row) << 2), count);
  }
}

/**
 * The products of `rows` listed rows with `columns` columns packed in chunks of `width`; all rows meet a chunk
 * before the next one. out[row][column], i32.
 */
export function multiply(
  lists: usize,
  counts: usize,
  rows: u32,
  features: u32,
  packed: usize,
  columns: u32,
  width: u32,
  out: usize,
): void {
  for (let column: u32 = 0; column < columns; column += width) {
    const chunk = packed + <usize>column * columnBytes(features);
    for (let row: u32 = 0; row < rows; row++) {
      const list = lists + <usize>row * rowBytes(features);
      const count = load<u32>(counts + ((<usize>row) << 2));
      dots(list, features, count, chunk, width, out + ((<usize>row * columns + column) << 2));
    }
  }
}
