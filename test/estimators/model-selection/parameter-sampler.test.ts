import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parameterGrid } from '../../../estimators/model-selection/parameter-grid.js';
import {
  type ParameterDistributions,
  parameterSampler,
} from '../../../estimators/model-selection/parameter-sampler.js';

interface Sample {
  readonly distributions: ParameterDistributions;
  readonly nIter: number;
  readonly randomState: number;
  readonly points: Record<string, unknown>[];
}

const samples: Sample[] = JSON.parse(readFileSync('test/fixtures/sampler.json', 'utf8')).samples;

test.each(samples)(
  "draws scikit-learn's candidates (%#)",
  ({ distributions, nIter, randomState, points }) => {
    const drawn = parameterSampler(distributions, nIter, randomState);
    expect(drawn).toHaveLength(points.length);
    for (const [i, expected] of points.entries()) {
      expect(Object.keys(drawn[i]!).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, value] of Object.entries(expected)) {
        const found = drawn[i]![name];
        if (!('loguniform' in distributions[name]!)) {
          expect(found).toEqual(value);
          continue;
        }
        // The last bits of NumPy's power, and so of SciPy's draws, depend on the machine.
        expect(Math.abs(Number(found) / Number(value) - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
      }
    }
  },
);

test('an enormous grid of lists is never written out', () => {
  const values = Array.from({ length: 1000 }, (_, i) => i);
  const drawn = parameterSampler({ a: values, b: values, c: [1, 2, 3, 4] }, 5, 3);
  expect(new Set(drawn.map((point) => JSON.stringify(point))).size).toBe(5);
});

test('a place in the grid is the same as in the grid written out', () => {
  const grid = { b: [1, 2, 3], a: ['x', 'y'], c: [true, false] };
  const all = parameterSampler(grid, 12, 0);
  expect(all).toEqual(parameterGrid(grid));
});

describe('what cannot be drawn is refused', () => {
  const refused: [string, ParameterDistributions, number, RegExp][] = [
    ['no candidates', { C: [1] }, 0, /nIter must be an integer of at least 1; got 0/],
    ['half a candidate', { C: [1] }, 1.5, /nIter must be an integer of at least 1; got 1.5/],
    ['an empty list', { C: [] }, 1, /C must have at least one value to draw from/],
    ['bounds the wrong way round', { C: { loguniform: { a: 2, b: 1 } } }, 1, /0 < a < b.*got a 2, b 1/],
    ['a logarithm of zero', { C: { loguniform: { a: 0, b: 1 } } }, 1, /0 < a < b/],
    ['a negative scale', { C: { uniform: { loc: 0, scale: -1 } } }, 1, /scale of at least 0; got loc 0/],
    [
      'more combinations than can be numbered',
      Object.fromEntries(Array.from('abcde', (name) => [name, Array(100).fill(0)])),
      1,
      /have 10000000000 combinations/,
    ],
  ];
  test.each(refused)('%s', (_, distributions, nIter, message) => {
    expect(() => parameterSampler(distributions, nIter, 1)).toThrow(message);
  });
});
