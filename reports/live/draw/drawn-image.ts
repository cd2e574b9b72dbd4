import { inkBounds, inkRaster, type Raster } from './ink.js';
import { IMAGE_SIDE, type Stroke } from './strokes.js';

/** Side of the box that a digit is fitted into. */
const BOX_SIDE = 20;
/** Cells of ink along each side of a pixel: 256 of them make its grey level. */
const CELLS = 16;
/** The pixel that MNIST's centres of mass lie in: their mean over its images is 14.0 in both directions, counted from 0. */
const MIDDLE = 14;

/**
 * A drawing as MNIST would hold it: 28 x 28 pixels, row-major, 0 (paper) to 255 (ink).
 *
 * MNIST's digits were "size normalized to fit in a 20x20 pixel box while preserving their aspect ratio. The resulting
 * images contain grey levels as a result of the anti-aliasing technique used by the normalization algorithm. The images
 * were centered in a 28x28 image by computing the center of mass of the pixels, and translating the image so as to
 * position this point at the center of the 28x28 field." (Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database
 * of handwritten digits", http://yann.lecun.com/exdb/mnist/.)
 *
 * So here: the ink's bounding box is scaled until its longer side is 20 pixels; a pixel's grey level is the share of its
 * area that is inked (256 cells a pixel); the box is moved by whole pixels until the centre of mass of the grey levels is
 * nearest to the middle pixel. Only plain arithmetic is used, so an image does not depend on the browser that it was
 * drawn in. Where there is no ink the image is blank.
 */
export function drawnImage(strokes: readonly Stroke[]): Uint8Array {
  const bounds = inkBounds(strokes);
  if (!bounds) return new Uint8Array(IMAGE_SIDE * IMAGE_SIDE);
  return centred(greyLevels(inkRaster(strokes, bounds, BOX_SIDE * CELLS)));
}

/** Averages the ink over each pixel of the box: 20 x 20, row-major. */
function greyLevels({ cells, side }: Raster): Uint8Array {
  const inked = new Uint32Array(BOX_SIDE * BOX_SIDE);
  for (const [cell, ink] of cells.entries()) {
    const row = Math.floor(cell / side / CELLS);
    const column = Math.floor((cell % side) / CELLS);
    inked[row * BOX_SIDE + column]! += ink;
  }
  return Uint8Array.from(inked, (count) => Math.round((count * 255) / (CELLS * CELLS)));
}

/** Places the box in an image so that its centre of mass lies in the middle. */
function centred(box: Uint8Array): Uint8Array {
  let [mass, across, down, width, height] = [0, 0, 0, 0, 0];
  for (const [pixel, grey] of box.entries()) {
    if (grey === 0) continue;
    const [column, row] = [pixel % BOX_SIDE, Math.floor(pixel / BOX_SIDE)];
    mass += grey;
    across += grey * column;
    down += grey * row;
    width = Math.max(width, column + 1);
    height = Math.max(height, row + 1);
  }
  const image = new Uint8Array(IMAGE_SIDE * IMAGE_SIDE);
  if (mass === 0) return image;
  const left = placeOf(width, across / mass);
  const top = placeOf(height, down / mass);
  for (let row = 0; row < height; row++) {
    const line = box.subarray(row * BOX_SIDE, row * BOX_SIDE + width);
    image.set(line, (top + row) * IMAGE_SIDE + left);
  }
  return image;
}

/** Where ink of this extent begins; it stays inside the image, which only matters where nearly all ink is at one end. */
function placeOf(extent: number, centreOfMass: number): number {
  return Math.min(IMAGE_SIDE - extent, Math.max(0, Math.round(MIDDLE - centreOfMass)));
}
