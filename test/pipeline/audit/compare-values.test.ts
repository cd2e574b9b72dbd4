import { describe, expect, test } from 'vitest';
import { compareValues } from '../../../pipeline/audit/compare-values.js';

describe('comparing two values', () => {
  test('equal ones have no differences, to the bit', () => {
    const value = { a: [1, 'two', null, { b: Float64Array.of(Number.NaN, -0) }] };
    expect(compareValues(value, structuredClone(value))).toEqual({ differences: [], total: 0 });
    expect(compareValues(-0, 0).total).toBe(1);
  });

  test('arrays are compared by the share of elements that differ and the largest difference', () => {
    const before = { labels: Uint8Array.of(1, 2, 3, 4) };
    const now = { labels: Uint8Array.of(1, 7, 3, 3) };
    expect(compareValues(before, now).differences).toEqual([
      { path: 'labels', kind: 'array', length: 4, differing: 2, largest: 5 },
    ]);
  });

  test('figures are given before and now, each with its place', () => {
    const before = { models: [{ accuracy: 0.5 }], name: 'x' };
    const now = { models: [{ accuracy: 0.75 }], name: 'y' };
    expect(compareValues(before, now).differences).toEqual([
      { path: 'models[0].accuracy', kind: 'value', before: 0.5, now: 0.75 },
      { path: 'name', kind: 'value', before: 'x', now: 'y' },
    ]);
  });

  test('what is of another kind, length or not there is said as that', () => {
    const shapes = (before: unknown, now: unknown) => compareValues(before, now).differences;
    expect(shapes({ a: 1 }, {})).toEqual([{ path: 'a', kind: 'shape', before: 'number', now: 'nothing' }]);
    expect(shapes([1, 2], [1])).toEqual([{ path: '', kind: 'shape', before: 'list of 2', now: 'list of 1' }]);
    expect(shapes(Uint8Array.of(1), Float64Array.of(1))).toEqual([
      { path: '', kind: 'shape', before: 'u8[1]', now: 'f64[1]' },
    ]);
    expect(shapes(null, { a: 1 })).toEqual([{ path: '', kind: 'shape', before: 'null', now: 'object' }]);
  });

  test('of many differences the first are listed, and all are counted', () => {
    const before = Array.from({ length: 1000 }, (_, index) => index);
    const { differences, total } = compareValues(
      before,
      before.map((value) => value + 1),
    );
    expect(total).toBe(1000);
    expect(differences).toHaveLength(20);
  });
});
