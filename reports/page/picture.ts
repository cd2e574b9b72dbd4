import { encode } from 'fast-png';
import type { Matrix } from '../../estimators/matrix.js';
import { type Html, html } from './html.js';

/**
 * A sample as a picture: dark ink of which a pixel's value is the strength, on nothing, so that it lies on any
 * background (the style sheet turns the ink light where that is dark). Undefined for samples that are no square
 * pictures.
 */
export function picture(images: Matrix, row: number, alt: string): Html | undefined {
  const side = Math.sqrt(images.columns);
  if (!Number.isInteger(side) || side < 2) return undefined;
  const data = new Uint8Array(2 * images.columns);
  for (let pixel = 0; pixel < images.columns; pixel++) {
    data[2 * pixel + 1] = images.data[row * images.columns + pixel]!;
  }
  const png = encode({ width: side, height: side, data, channels: 2, depth: 8 }, { zlib: { level: 9 } });
  const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return html`<img class="digit" src="${url}" width="${side}" height="${side}" alt="${alt}">`;
}
