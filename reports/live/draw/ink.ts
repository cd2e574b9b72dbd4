import type { Point, Stroke } from './strokes.js';

/** A rectangle on the pad that holds all of the ink. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A square of cells, row-major: 1 where a cell's centre is inked, else 0. */
export interface Raster {
  readonly cells: Uint8Array;
  readonly side: number;
}

/** The smallest rectangle around all ink; undefined if there is none. */
export function inkBounds(strokes: readonly Stroke[]): Bounds | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y, radius] of strokes.flat()) {
    left = Math.min(left, x - radius);
    top = Math.min(top, y - radius);
    right = Math.max(right, x + radius);
    bottom = Math.max(bottom, y + radius);
  }
  return left < right ? { left, top, width: right - left, height: bottom - top } : undefined;
}

/**
 * Inks what strokes cover: at each point a disc, and between two points the disc that moves from one to the other
 * while its radius changes evenly. The bounds' upper left corner is the raster's, their longer side as long as its side.
 */
export function inkRaster(strokes: readonly Stroke[], bounds: Bounds, side: number): Raster {
  const cellsPerUnit = side / Math.max(bounds.width, bounds.height);
  const raster = { cells: new Uint8Array(side * side), side };
  for (const stroke of strokes) {
    const points = stroke.map(
      ([x, y, radius]): Point => [
        (x - bounds.left) * cellsPerUnit,
        (y - bounds.top) * cellsPerUnit,
        radius * cellsPerUnit,
      ],
    );
    inkSegment(raster, points[0]!, points[0]!);
    for (let next = 1; next < points.length; next++) inkSegment(raster, points[next - 1]!, points[next]!);
  }
  return raster;
}

function inkSegment({ cells, side }: Raster, from: Point, to: Point): void {
  const [x, y, radius] = from;
  const [dx, dy, growth] = [to[0] - x, to[1] - y, to[2] - radius];
  const squaredLength = dx * dx + dy * dy;
  const reach = Math.max(radius, to[2]);
  const firstColumn = Math.max(0, Math.floor(Math.min(x, to[0]) - reach));
  const lastColumn = Math.min(side - 1, Math.floor(Math.max(x, to[0]) + reach));
  const firstRow = Math.max(0, Math.floor(Math.min(y, to[1]) - reach));
  const lastRow = Math.min(side - 1, Math.floor(Math.max(y, to[1]) + reach));
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const [px, py] = [column + 0.5 - x, row + 0.5 - y];
      // The place on the segment that is nearest to the cell: 0 at its beginning, 1 at its end.
      const along = squaredLength > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squaredLength)) : 0;
      const [ex, ey] = [px - along * dx, py - along * dy];
      const pen = radius + along * growth;
      if (ex * ex + ey * ey <= pen * pen) cells[row * side + column] = 1;
    }
  }
}
