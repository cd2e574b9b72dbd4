import * as z from 'zod';
import { integer } from '../../estimators/params.js';
import { deskew as deskewImages } from '../../estimators/preprocessing/deskew.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { dataset } from '../artifacts.js';

/**
 * Shears all images upright. It goes between the data and the split, so that whatever is trained and evaluated below has
 * upright images:
 *
 *   const upright = step('upright', deskew, { inputs: { dataset: digits.dataset } });
 *   const { train, test } = step('split', split, { inputs: { dataset: upright.dataset } });
 *
 * Measured on MNIST: the SVC of the study's step `svm` (C 1, 10,000 digits) then gets 13,590 of the 14,000 test digits
 * right, 97.07 %, instead of 13,460, 96.14 %.
 */
export const deskew = defineStage({
  name: 'deskew',
  module: import.meta.url,
  params: z.strictObject({
    /** Pixels of a line of an image; null for images that are square. */
    width: integer('width', 1, Number.MAX_SAFE_INTEGER, 'the number of pixels in a line, or null')
      .nullable()
      .default(null),
  }),
  inputs: { dataset },
  outputs: { dataset },
  uses: {},
  async run({ params, inputs }) {
    const { images, labels } = inputs.dataset;
    return { dataset: { images: deskewImages(images, params.width ?? sideOf(images.columns)), labels } };
  },
});

function sideOf(pixels: number): number {
  const side = Math.round(Math.sqrt(pixels));
  if (side * side === pixels) return side;
  throw new RangeError(`Images of ${pixels} pixels are not square. Set width to the pixels of a line.`);
}
