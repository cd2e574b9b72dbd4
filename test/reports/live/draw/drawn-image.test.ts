import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnImage } from '../../../../reports/live/draw/drawn-image.js';
import type { Point, Stroke } from '../../../../reports/live/draw/strokes.js';

const SIDE = 28;

/** Whole numbers, so that moving strokes and doubling them is exact. */
const point = fc.tuple(
  fc.integer({ min: 0, max: 280 }),
  fc.integer({ min: 0, max: 280 }),
  fc.integer({ min: 1, max: 30 }),
);
const strokesArbitrary = fc.array(fc.array(point, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 5,
});

function changed(strokes: readonly Stroke[], change: (point: Point) => Point): Stroke[] {
  return strokes.map((stroke) => stroke.map(change));
}

/** The pixels that have ink, and where their mass is. */
function inkOf(image: Uint8Array) {
  const pixels = [...image.entries()]
    .filter(([, grey]) => grey > 0)
    .map(([pixel, grey]) => ({ column: pixel % SIDE, row: Math.floor(pixel / SIDE), grey }));
  const mass = pixels.reduce((sum, { grey }) => sum + grey, 0);
  const along = (name: 'column' | 'row') => {
    const places = pixels.map((pixel) => pixel[name]);
    return {
      first: Math.min(...places),
      last: Math.max(...places),
      centre: pixels.reduce((sum, pixel) => sum + pixel.grey * pixel[name], 0) / mass,
    };
  };
  return { mass, across: along('column'), down: along('row') };
}

describe('a drawing as an image', () => {
  test('is the same wherever on the pad it is drawn', () => {
    const offset = fc.integer({ min: -280, max: 280 });
    fc.assert(
      fc.property(strokesArbitrary, offset, offset, (strokes, right, down) => {
        const moved = changed(strokes, ([x, y, radius]) => [x + right, y + down, radius]);
        expect(drawnImage(moved)).toEqual(drawnImage(strokes));
      }),
    );
  });

  test('is the same however large it is drawn, by a pen of that size', () => {
    fc.assert(
      fc.property(strokesArbitrary, fc.constantFrom(0.125, 0.5, 2), (strokes, scale) => {
        const scaled = changed(strokes, ([x, y, radius]) => [x * scale, y * scale, radius * scale]);
        expect(drawnImage(scaled)).toEqual(drawnImage(strokes));
      }),
    );
  });

  test('is nearly the same in sizes that are no power of two', () => {
    const seven: Stroke[] = [
      [
        [60, 40, 13],
        [200, 44, 13],
        [120, 230, 11],
      ],
    ];
    for (const scale of [0.3, 0.77, 1.1, 1.9]) {
      const scaled = drawnImage(changed(seven, ([x, y, radius]) => [x * scale, y * scale, radius * scale]));
      const most = drawnImage(seven).reduce(
        (worst, grey, i) => Math.max(worst, Math.abs(grey - scaled[i]!)),
        0,
      );
      expect(most).toBeLessThanOrEqual(3);
    }
  });

  test('has its ink in a box of 20 pixels, whose longer side it fills', () => {
    fc.assert(
      fc.property(strokesArbitrary, (strokes) => {
        const { across, down } = inkOf(drawnImage(strokes));
        const longest = Math.max(across.last - across.first, down.last - down.first) + 1;
        expect(longest).toBeLessThanOrEqual(20);
        // The very tip of a stroke may be too little ink for a grey level.
        expect(longest).toBeGreaterThanOrEqual(19);
      }),
    );
  });

  test('has its centre of mass within half a pixel of the middle, unless the ink would leave the image', () => {
    let centred = 0;
    fc.assert(
      fc.property(strokesArbitrary, (strokes) => {
        const { across, down } = inkOf(drawnImage(strokes));
        for (const { first, last, centre } of [across, down]) {
          if (first === 0 || last === SIDE - 1) continue;
          expect(Math.abs(centre - 14)).toBeLessThanOrEqual(0.5);
          centred++;
        }
      }),
    );
    expect(centred).toBeGreaterThan(100);
  });

  test('keeps the proportions of what was drawn', () => {
    const line: Stroke[] = [
      [
        [100, 50, 10],
        [100, 230, 10],
      ],
    ];
    // 20 units wide and 200 high: 2 pixels by 20.
    const { across, down } = inkOf(drawnImage(line));
    expect([across.last - across.first + 1, down.last - down.first + 1]).toEqual([2, 20]);
  });

  test('is as grey as its pixels are inked', () => {
    const disc = inkOf(drawnImage([[[140, 140, 50]]]));
    // A dot fills the box.
    expect(disc.mass / 255).toBeCloseTo(Math.PI * 10 * 10, 0);
    const line = drawnImage([
      [
        [100, 50, 10],
        [100, 230, 10],
      ],
    ]);
    const middle = [...line.subarray(14 * SIDE, 15 * SIDE)].filter((grey) => grey > 0);
    expect(middle).toEqual([255, 255]);
  });

  test('is as wide as the pen is at each point', () => {
    const wedge = drawnImage([
      [
        [140, 20, 2],
        [140, 240, 30],
      ],
    ]);
    const inked = (row: number) =>
      wedge.subarray(row * SIDE, (row + 1) * SIDE).reduce((sum, grey) => sum + grey, 0);
    const { down } = inkOf(wedge);
    const rows = Array.from({ length: 12 }, (_, i) => inked(down.first + 2 + i));
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(rows.at(-1)! / rows[0]!).toBeGreaterThan(3);
  });

  test('is blank where nothing is drawn', () => {
    expect(drawnImage([])).toEqual(new Uint8Array(SIDE * SIDE));
  });
});
