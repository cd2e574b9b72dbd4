import { DataError } from '../table/data-error.js';

/** The size of an image in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The signature, and the chunk IHDR: length, type, 13 bytes, checksum. */
const HEADER_BYTES = 33;
/** The longest side of an image here, in pixels. */
export const MAX_SIDE = 1024;
/** Room for what a file has beside its pixels: times, colour profiles, texts. */
const EXTRA_BYTES = 64 * 1024;

/**
 * Reads the size of a grey image with 8 bits a pixel from the first bytes of a PNG file.
 * Source: the PNG specification, https://www.w3.org/TR/png-3/#11IHDR.
 *
 * Throws a DataError for another signature, another kind of image and a side of 0 or more than 1024 pixels.
 */
export function parsePngHeader(bytes: Uint8Array, file: string): ImageSize {
  const isPng = bytes.length >= HEADER_BYTES && SIGNATURE.every((byte, index) => bytes[index] === byte);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isPng || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) {
    throw new DataError(file, `expected a PNG file, found ${bytes.length} bytes of something else.`);
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colour] = [bytes[24]!, bytes[25]!];
  if (depth !== 8 || colour !== 0) {
    const found = `${COLOUR_TYPES[colour] ?? `colour type ${colour}`}, ${depth} bits`;
    throw new DataError(
      file,
      `expected a grey image of 8 bits a pixel, found ${found}; ImageMagick converts it: mogrify -colorspace Gray -depth 8 -define png:color-type=0.`,
    );
  }
  if (!(width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE)) {
    throw new DataError(file, `expected sides of 1 to ${MAX_SIDE} pixels, found ${width} x ${height}.`);
  }
  return { width, height };
}

const COLOUR_TYPES: Readonly<Record<number, string>> = {
  0: 'grey',
  2: 'RGB',
  3: 'indexed colours',
  4: 'grey with transparency',
  6: 'RGB with transparency',
};

/**
 * The most bytes that the file of such an image can need: twice its pixels, and what is beside them. What a file within
 * that bound unpacks to is bounded too.
 */
export function maxPngBytes({ width, height }: ImageSize): number {
  return 2 * (width + 1) * height + EXTRA_BYTES;
}
