import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ParameterValues, parameterGrid } from '../../../estimators/model-selection/parameter-grid.js';

const { grids } = JSON.parse(readFileSync('test/fixtures/grid.json', 'utf8'));

test.each(grids as { grid: ParameterValues; points: object[] }[])(
  "$grid gives the combinations in scikit-learn's order",
  ({ grid, points }) => {
    expect(parameterGrid(grid)).toEqual(points);
  },
);

test('the last parameter by name varies fastest, whatever the order they are written in', () => {
  expect(parameterGrid({ gamma: [1, 2], C: [3, 4] })).toEqual([
    { C: 3, gamma: 1 },
    { C: 3, gamma: 2 },
    { C: 4, gamma: 1 },
    { C: 4, gamma: 2 },
  ]);
});

test('a parameter without values is refused by name', () => {
  expect(() => parameterGrid({ C: [] })).toThrow(
    "The grid's C must have at least one value; got an empty list.",
  );
});

test('a single value outside a list is refused by name', () => {
  const grid = { C: 1 } as unknown as ParameterValues;
  expect(() => parameterGrid(grid)).toThrow("The grid's C must be a list of values; got 1.");
});
