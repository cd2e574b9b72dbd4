import { checkMatrix, pixelsOf } from '../check-data.js';
import type { Matrix, PixelMatrix } from '../matrix.js';

/** Below this variance, in lines, an image has no height that it could lean over: OpenCV's threshold. */
const LEAST_VARIANCE = 0.01;

/**
 * Shears each image upright: moves its lines sideways until the ink on the left and right of its centre of mass is
 * balanced over the height (no covariance of x and y), with the line through the centre of mass at rest. A pixel between
 * two is their mean, weighted by nearness; there is nothing outside an image; a half is rounded up.
 *
 * By image moments mu: line y is read from x + skew (y - centre y) on, skew = mu11 / mu02. Sources: `deskew` of OpenCV's
 * sample digits.py, which leaves the middle of the image at rest instead; T. Breuel's deskewing of MNIST, which also moves
 * the centre of mass to the middle. Sums are of whole numbers, exact for images of up to 90 x 90 pixels, so an image that
 * lies elsewhere in the same frame becomes the same, there.
 *
 * @param images n_samples x (height * width)
 * @param width pixels of a line; 28 for MNIST
 * @returns images of the same size
 * @throws RangeError if images do not consist of whole lines
 */
export function deskew(images: Matrix, width: number): PixelMatrix {
  checkMatrix(images);
  const { data, rows, columns } = pixelsOf(images);
  if (!Number.isInteger(width) || width < 1 || columns % width !== 0) {
    throw new RangeError(
      `Images of ${columns} pixels do not consist of lines of width ${width}. Give a width that divides their number.`,
    );
  }
  const upright = new Uint8Array(data.length);
  for (let at = 0; at < rows * columns; at += columns) {
    shear(data.subarray(at, at + columns), width, upright.subarray(at, at + columns));
  }
  return { data: upright, rows, columns };
}

/** Writes an image, sheared upright, into `upright`. */
function shear(image: Uint8Array, width: number, upright: Uint8Array): void {
  const { mass, massY, skew } = lean(image, width);
  if (skew === 0) {
    upright.set(image);
    return;
  }
  for (let y = 0, line = 0; line < image.length; y++, line += width) {
    const from = skew * ((y * mass - massY) / mass);
    const whole = Math.floor(from);
    const share = from - whole;
    for (let x = 0; x < width; x++) {
      const left = x + whole;
      const a = left >= 0 && left < width ? image[line + left]! : 0;
      const b = left >= -1 && left + 1 < width ? image[line + left + 1]! : 0;
      upright[line + x] = Math.floor((1 - share) * a + share * b + 0.5);
    }
  }
}

/** The ink of an image, its sum over y (the centre of mass times the ink), and how far it leans a line; 0 if none. */
function lean(image: Uint8Array, width: number): { mass: number; massY: number; skew: number } {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  let massXY = 0;
  let massYY = 0;
  for (let y = 0, line = 0; line < image.length; y++, line += width) {
    let ink = 0;
    let inkX = 0;
    for (let x = 0; x < width; x++) {
      const pixel = image[line + x]!;
      ink += pixel;
      inkX += pixel * x;
    }
    mass += ink;
    massX += inkX;
    massY += y * ink;
    massXY += y * inkX;
    massYY += y * y * ink;
  }
  const variance = massYY * mass - massY * massY;
  if (variance < LEAST_VARIANCE * mass * mass || mass === 0) return { mass, massY, skew: 0 };
  return { mass, massY, skew: (massXY * mass - massX * massY) / variance };
}
