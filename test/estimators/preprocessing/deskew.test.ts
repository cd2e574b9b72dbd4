import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deskew, type PixelMatrix } from '../../../estimators/index.js';
import { studyDigits } from '../forest/datasets.js';

interface Case {
  readonly rows: number;
  readonly width: number;
  readonly images: string;
  readonly upright: string;
}

const fixture: Record<string, Case> = JSON.parse(readFileSync('test/fixtures/deskew.json', 'utf8'));
const unpack = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
const one = (data: Uint8Array): PixelMatrix => ({ data, rows: 1, columns: data.length });
const ink = (pixels: Uint8Array) => pixels.reduce((sum, pixel) => sum + pixel, 0);

/** A block of ink, and the side of the frame that it is placed in: it can be sheared without reaching the edges. */
const BLOCK = 6;
const FRAME = 22;
const block = fc.uint8Array({ min: 60, minLength: BLOCK * BLOCK, maxLength: BLOCK * BLOCK });
const place = fc.integer({ min: 6, max: FRAME - BLOCK - 6 });

function framed(pixels: Uint8Array, top: number, left: number): Uint8Array {
  const frame = new Uint8Array(FRAME * FRAME);
  for (let y = 0; y < BLOCK; y++) {
    frame.set(pixels.subarray(y * BLOCK, (y + 1) * BLOCK), (top + y) * FRAME + left);
  }
  return frame;
}

/** How far an image leans, as the mean over its ink. */
function leanOf(pixels: Uint8Array, width: number): number {
  const mean = (value: (x: number, y: number) => number) =>
    pixels.reduce((sum, pixel, i) => sum + pixel * value(i % width, Math.floor(i / width)), 0) / ink(pixels);
  const [x, y] = [mean((x) => x), mean((_, y) => y)];
  return mean((px, py) => (px - x) * (py - y)) / mean((_, py) => (py - y) * (py - y));
}

test.for(Object.entries(fixture))('%s are sheared as SciPy shears them', ([, { rows, width, ...packed }]) => {
  const data = unpack(packed.images);
  const found = deskew({ data, rows, columns: data.length / rows }, width);
  expect(found.data).toEqual(unpack(packed.upright));
  expect(found.data).not.toEqual(data);
});

test('digits that lean do not lean any more', () => {
  const { images } = studyDigits('train', 20);
  const upright = deskew(images, 28);
  for (let row = 0; row < images.rows; row++) {
    const own = ({ data }: PixelMatrix) => data.subarray(row * 784, (row + 1) * 784);
    expect(Math.abs(leanOf(own(upright), 28))).toBeLessThan(0.02);
    expect(Math.abs(ink(own(upright)) - ink(own(images)))).toBeLessThan(0.01 * ink(own(images)));
  }
});

test('an image that is the same from left and right stays as it is', () => {
  const half = fc.array(fc.uint8Array({ minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(half, (lines) => {
      const pixels = Uint8Array.from(lines.flatMap((line) => [...line, ...[...line].reverse()]));
      expect(deskew(one(pixels), 8).data).toEqual(pixels);
    }),
  );
});

test('an image that lies elsewhere becomes the same, there', () => {
  fc.assert(
    fc.property(block, place, place, (pixels, top, left) => {
      const here = deskew(one(framed(pixels, 8, 8)), FRAME).data;
      const there = deskew(one(framed(pixels, top, left)), FRAME).data;
      const moved = (top - 8) * FRAME + left - 8;
      expect(there).toEqual(here.map((_, i) => here[i - moved] ?? 0));
    }),
  );
});

test('every line keeps its ink, but for rounding', () => {
  fc.assert(
    fc.property(block, (pixels) => {
      const frame = framed(pixels, 8, 8);
      const upright = deskew(one(frame), FRAME).data;
      for (let at = 0; at < frame.length; at += FRAME) {
        const [before, after] = [frame, upright].map((image) => ink(image.subarray(at, at + FRAME)));
        expect(Math.abs(after! - before!)).toBeLessThanOrEqual((BLOCK + 1) / 2);
      }
    }),
  );
});

test('ink in one line, no ink and no image stay as they are', () => {
  const line = new Uint8Array(64).fill(200, 17, 22);
  expect(deskew(one(line), 8).data).toEqual(line);
  expect(deskew(one(new Uint8Array(64)), 8).data).toEqual(new Uint8Array(64));
  expect(deskew({ data: new Uint8Array(), rows: 0, columns: 64 }, 8).data).toHaveLength(0);
});

test('images are not changed themselves, and are told apart', () => {
  const { images } = studyDigits('train', 3);
  const before = images.data.slice();
  const all = deskew(images, 28).data;
  expect(images.data).toEqual(before);
  const second = one(images.data.subarray(784, 1568));
  expect(deskew(second, 28).data).toEqual(all.subarray(784, 1568));
});

test.each([0, 5, -8, 2.5, Number.NaN])('a width of %d is refused for images of 64 pixels', (width) => {
  expect(() => deskew(one(new Uint8Array(64)), width)).toThrow(
    `Images of 64 pixels do not consist of lines of width ${width}.`,
  );
});
