import { encode } from 'fast-png';
import { isPixels, type Matrix, type PixelMatrix } from '../../../estimators/matrix.js';
import { type Html, html } from './html.js';

/** Whether samples are square pictures: pixels, as many in a line as there are lines. */
export function arePictures(images: Matrix): images is PixelMatrix {
  const side = Math.sqrt(images.columns);
  return isPixels(images) && Number.isInteger(side) && side > 1;
}

/**
 * A sample as a picture: dark ink of which a pixel's value is the strength, on nothing, so that it lies on any
 * background (the style sheet turns the ink light where that is dark). Undefined for samples that are no
 * pictures.
 */
export function picture(images: Matrix, row: number, alt: string): Html | undefined {
  if (!arePictures(images)) return undefined;
  const side = Math.sqrt(images.columns);
  const data = new Uint8Array(2 * images.columns);
  for (let pixel = 0; pixel < images.columns; pixel++) {
    data[2 * pixel + 1] = images.data[row * images.columns + pixel]!;
  }
  const png = encode({ width: side, height: side, data, channels: 2, depth: 8 }, { zlib: { level: 9 } });
  const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return html`<img class="digit" src="${url}" width="${side}" height="${side}" alt="${alt}">`;
}
