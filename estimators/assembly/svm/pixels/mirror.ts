/** Rows that should be mirrored together. */
export const MIRRORED: i32 = 32;
/** Columns that are mirrored together: where they go stays in the first cache. */
const TILE: i32 = 32;

/**
 * Copies rows of 32-bit values to columns: target[c][r] = source[r][c] for c = 0..columns-1 and r = 0..rows-1, and as
 * many r more as make whole fours. `stride` is the bytes from row to row of both.
 */
export function mirror(source: usize, target: usize, stride: usize, rows: i32, columns: i32): void {
  for (let tile = 0; tile < columns; tile += TILE) {
    const end = min(tile + TILE, columns);
    for (let row = 0; row < rows; row += 4) {
      const from = source + <usize>row * stride;
      const to = target + (<usize>row << 2);
      let column = tile;
      for (; column + 4 <= end; column += 4) {
        transposeFour(from + (<usize>column << 2), to + <usize>column * stride, stride);
      }
      for (; column < end; column++) {
        copyFour(from + (<usize>column << 2), to + <usize>column * stride, stride);
      }
    }
  }
}

@inline
function transposeFour(source: usize, target: usize, stride: usize): void {
  const a = v128.load(source);
  const b = v128.load(source + stride);
  const c = v128.load(source + 2 * stride);
  const d = v128.load(source + 3 * stride);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  v128.store(target, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(target + stride, v128.shuffle<i64>(ab, cd, 1, 3));
  const abRest = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdRest = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(target + 2 * stride, v128.shuffle<i64>(abRest, cdRest, 0, 2));
  v128.store(target + 3 * stride, v128.shuffle<i64>(abRest, cdRest, 1, 3));
}

@inline
function copyFour(source: usize, target: usize, stride: usize): void {
  for (let row: usize = 0; row < 4; row++) store<u32>(target + (row << 2), load<u32>(source + row * stride));
}
