/**
 * Transposes the columns `from` to `to - 1` of u8[rows][columns] into u8[columns][stride], for the rows
 * `firstRow` to `lastRow - 1`.
 */
export function transpose(
  source: usize,
  columns: i32,
  firstRow: i32,
  lastRow: i32,
  target: usize,
  stride: i32,
): i32 {
  for (let row = firstRow; row < lastRow; row++) {
    for (let column = 0; column < columns; column++) {
      store<u8>(
        target + <usize>column * stride + row,
        load<u8>(source + <usize>row * columns + column),
      );
    }
  }
  return 0;
}
