import type { Point, Stroke } from '../../../reports/live/draw/strokes.js';
import { type Picture, thin } from './thin.js';
import { trails } from './trails.js';

const SIDE = 28;
/** Units of the pad in a pixel of the image. */
const ZOOM = 10;
/** Grey levels from which the enlarged image counts as ink: below the middle one, so that thin ends are not lost. */
const INK = 100;
/** By so much the pen is slimmer than the ink that this makes. */
const SLIMMER = 1;
/** Of the skeleton's pixels along a stroke, every how many the pen is heard of. */
const STEP = 2;

/**
 * The strokes of a pen that draws an image of MNIST on the pad: the picture is enlarged tenfold (bilinear between its
 * pixels' centres), cut into ink and paper, and thinned; the pen follows the skeleton, as wide everywhere as its distance
 * to the nearest paper lets it be. The same for every image; nothing is fitted to what a model says.
 * @param image 28 x 28, row-major
 */
export function strokesOfImage(image: Uint8Array): Stroke[] {
  const picture = enlarged(image);
  const { width } = picture;
  const pointOf = (pixel: number): Point => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return [x + 0.5, y + 0.5, Math.max(1, distanceToPaper(picture, x, y) - SLIMMER)];
  };
  return trails(thin(picture)).map((trail) =>
    trail.filter((_, place) => place % STEP === 0 || place === trail.length - 1).map(pointOf),
  );
}

/** The enlarged image as ink (1) and paper (0). */
function enlarged(image: Uint8Array): Picture {
  const width = SIDE * ZOOM;
  const grey = (row: number, column: number) =>
    row < 0 || column < 0 || row >= SIDE || column >= SIDE ? 0 : image[row * SIDE + column]!;
  const data = Uint8Array.from({ length: width * width }, (_, pixel) => {
    const y = (Math.floor(pixel / width) + 0.5) / ZOOM - 0.5;
    const x = ((pixel % width) + 0.5) / ZOOM - 0.5;
    const [row, column] = [Math.floor(y), Math.floor(x)];
    const [down, across] = [y - row, x - column];
    const upper = grey(row, column) * (1 - across) + grey(row, column + 1) * across;
    const lower = grey(row + 1, column) * (1 - across) + grey(row + 1, column + 1) * across;
    return upper * (1 - down) + lower * down >= INK ? 1 : 0;
  });
  return { data, width, height: width };
}

/** From a pixel of ink to the nearest one of paper. */
function distanceToPaper({ data, width, height }: Picture, x: number, y: number): number {
  for (let reach = 1, nearest = Number.POSITIVE_INFINITY; ; reach++) {
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
        if (data[row * width + column] === 0) nearest = Math.min(nearest, Math.hypot(row - y, column - x));
      }
    }
    if (nearest <= reach) return nearest;
  }
}
