import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { halved, pixelBlocks } from '../../../reports/text/pixel-blocks.js';

const picture = (columns: number, ...pixels: number[]) => ({
  pixels,
  columns,
  rows: pixels.length / columns,
});

describe('without shades', () => {
  test('a character is two pixels, and light ones are blocks', () => {
    expect(pixelBlocks(picture(4, 255, 255, 0, 0, 255, 0, 255, 0), 'none')).toEqual(['█▀▄ ']);
  });

  test('a picture of odd height ends in a dark half', () => {
    expect(pixelBlocks(picture(2, 0, 255, 255, 0, 200, 95), 'none')).toEqual(['▄▀', '▀ ']);
  });
});

describe('with shades, the upper pixel is the colour of the block and the lower one that behind it', () => {
  test('any grey', () => {
    expect(pixelBlocks(picture(1, 17, 130), 'all')).toEqual([
      '\u001B[38;2;17;17;17;48;2;130;130;130m▀\u001B[0m',
    ]);
  });

  test('the nearest of the greys of 256 colours', () => {
    expect(pixelBlocks(picture(3, 0, 255, 8, 238, 128, 243), 'some')).toEqual([
      '\u001B[38;5;16;48;5;255m▀\u001B[38;5;231;48;5;244m▀\u001B[38;5;232;48;5;255m▀\u001B[0m',
    ]);
  });

  test('no colour is left on at the end of a line, and every pixel has its place', () => {
    for (const line of pixelBlocks(
      picture(5, ...Array.from({ length: 30 }, (_, index) => index * 8)),
      'all',
    )) {
      expect(stripVTControlCharacters(line)).toBe('▀▀▀▀▀');
      expect(line.endsWith('\u001B[0m')).toBe(true);
    }
  });
});

test('half of a picture has the mean of each four pixels', () => {
  expect(halved(picture(4, 0, 100, 255, 255, 100, 200, 255, 255))).toEqual({
    pixels: [100, 255],
    columns: 2,
    rows: 1,
  });
});
