import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FeatureValues } from '../../../../stages/data/table/feature-values.js';

const pixel = fc.integer({ min: 0, max: 255 });
const real = fc.double({ noNaN: true, noDefaultInfinity: true });

test('whatever is noted, in whatever order, is in the matrix: in bytes if all of it are pixels, else in doubles', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.oneof({ weight: 20, arbitrary: pixel }, { weight: 1, arbitrary: real }), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      (columns, numbers, expectedRows, byColumns) => {
        const rows = Math.ceil(numbers.length / columns);
        const features = new FeatureValues('f', columns, expectedRows);
        const places = [...numbers.entries()].map(([at, value]) => ({ at, value, column: at % columns }));
        if (byColumns) places.sort((a, b) => a.column - b.column || a.at - b.at);
        for (const { at, value, column } of places) features.put(Math.floor(at / columns), column, value);
        const { data, ...shape } = features.toMatrix(rows);
        expect(shape).toEqual({ rows, columns });
        const isPixel = (value: number) => Number.isInteger(value) && value >= 0 && value <= 255;
        expect(data).toBeInstanceOf(numbers.every(isPixel) ? Uint8Array : Float64Array);
        const expected = Array.from({ length: rows * columns }, (_, at) => numbers[at] ?? 0);
        expect([...data].map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
      },
    ),
  );
});

test('samples of which nothing was noted are zeros', () => {
  expect(new FeatureValues('f', 2, 1).toMatrix(3)).toEqual({ data: new Uint8Array(6), rows: 3, columns: 2 });
});
