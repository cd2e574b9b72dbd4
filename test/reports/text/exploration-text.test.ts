import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { explorationText } from '../../../reports/text/exploration-text.js';

/** Four images of 4 x 4 pixels: one pixel row is light, the first in the first image. */
const pixels = new Uint8Array(64);
for (let image = 0; image < 4; image++) pixels.fill(255, image * 20, image * 20 + 4);
const exploration = {
  name: 'stripes',
  source: 'made for a test',
  licence: 'none',
  nSamples: 12_000,
  nFeatures: 16,
  classes: new Uint8Array([3, 7]),
  classCounts: new Uint32Array([8_000, 4_000]),
  firstImages: { data: pixels, rows: 4, columns: 16 },
  firstLabels: new Uint8Array([3, 7, 7, 3]),
};

test('says what the data is, how its classes are distributed, and draws the first images with their labels', () => {
  expect(explorationText(exploration, { columns: 60, shades: 'none' })).toEqual([
    'stripes: 12,000 samples of 16 features, 2 classes',
    'made for a test',
    'none',
    '',
    `3  8,000  ${'━'.repeat(40)}`,
    `7  4,000  ${'━'.repeat(20)}`,
    '',
    '▀▀▀▀  ▄▄▄▄',
    '            ▀▀▀▀  ▄▄▄▄',
    ' 3     7     7     3',
  ]);
});

test('classes that have names are called by them, as much of them as fits below a picture', () => {
  const classNames = ['', '', '', 'cat', '', '', '', '大犬\u001b[2J'];
  expect(explorationText({ ...exploration, classNames }, { columns: 60, shades: 'none' })!.slice(4)).toEqual([
    `          cat  8,000  ${'━'.repeat(38)}`,
    `大犬\\u001b[2J  4,000  ${'━'.repeat(19)}`,
    '',
    '▀▀▀▀  ▄▄▄▄',
    '            ▀▀▀▀  ▄▄▄▄',
    'cat   大…   大…   cat',
  ]);
});

test('a narrow window has fewer images in a row, of half the size', () => {
  const lines = explorationText(exploration, { columns: 20, shades: 'none' })!;
  expect(lines.slice(-2)).toEqual([expect.any(String), '3   7   7   3']);
});

test('no line is wider than the window, with shades or without, however long classes are called', () => {
  const named = {
    ...exploration,
    classNames: Array.from({ length: 8 }, (_, label) => '大犬 '.repeat(label)),
  };
  for (const columns of [20, 27, 28, 39, 79, 200]) {
    for (const shades of ['none', 'some', 'all'] as const) {
      const [title, ...lines] = explorationText(named, { columns, shades })!;
      expect(title).toMatch(/^stripes/);
      for (const line of lines)
        expect(stringWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(columns);
    }
  }
});

test('samples that are no square images have no pictures, and all the rest', () => {
  const lines = explorationText(exploration, { columns: 60, shades: 'none' })!.slice(1, 6);
  const doubles = { data: new Float64Array(64), rows: 4, columns: 16 };
  for (const other of [{ nFeatures: 15 }, { firstImages: doubles }]) {
    const [title, ...others] = explorationText(
      { ...exploration, ...other },
      { columns: 60, shades: 'none' },
    )!;
    expect(title).toMatch(/^stripes: 12,000 samples of 1[56] features, 2 classes$/);
    expect(others).toEqual(lines);
  }
});

test('what is no exploration is not drawn', () => {
  const look = { columns: 80, shades: 'none' } as const;
  expect(explorationText({ accuracy: 1 }, look)).toBeUndefined();
  expect(explorationText(null, look)).toBeUndefined();
});
