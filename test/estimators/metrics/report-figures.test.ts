import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { calibrationCurve } from '../../../estimators/metrics/calibration-curve.js';
import { mcNemarTest } from '../../../estimators/metrics/mcnemar.js';
import { wilsonInterval } from '../../../estimators/metrics/wilson-interval.js';

interface Fixture {
  intervals: { successes: number; trials: number; low: number; high: number }[];
  curves: { true: number[]; prob: number[]; bins: number; probTrue: number[]; probPred: number[] }[];
  mcnemar: { onlyFirst: number; onlySecond: number; p: number }[];
}

const fixture: Fixture = JSON.parse(readFileSync('test/fixtures/report-figures.json', 'utf8'));

test.each(fixture.intervals)(
  "Wilson's interval of $successes of $trials is SciPy's",
  ({ successes, trials, low, high }) => {
    const found = wilsonInterval(successes, trials);
    expect(found.low).toBeCloseTo(low, 14);
    expect(found.high).toBeCloseTo(high, 14);
  },
);

test('an interval needs trials, and no more successes than these', () => {
  expect(() => wilsonInterval(0, 0)).toThrow('trials must be an integer of at least 1; got 0');
  expect(() => wilsonInterval(3, 2)).toThrow('successes must be an integer from 0 to the 2 trials; got 3');
  expect(() => wilsonInterval(0.5, 2)).toThrow(RangeError);
});

test.each(fixture.curves.map((curve) => [curve.prob.length, curve.bins, curve] as const))(
  "the calibration curve of %i samples in %i bins is scikit-learn's, bit for bit",
  (_, __, { true: positive, prob, bins, probTrue, probPred }) => {
    const found = calibrationCurve(Uint8Array.from(positive), Float64Array.from(prob), bins);
    expect([...found.probTrue]).toEqual(probTrue);
    expect([...found.probPred]).toEqual(probPred);
    expect(found.counts.reduce((sum, count) => sum + count, 0)).toBe(prob.length);
  },
);

test('a calibration curve refuses what is no probability', () => {
  const one = Uint8Array.of(1);
  expect(() => calibrationCurve(one, Float64Array.of(1.5))).toThrow('sample 0 has 1.5');
  expect(() => calibrationCurve(one, Float64Array.of(Number.NaN))).toThrow('sample 0 has NaN');
  expect(() => calibrationCurve(one, new Float64Array(2))).toThrow('got 2 for 1 samples');
  expect(() => calibrationCurve(one, Float64Array.of(1), 0)).toThrow(
    'nBins must be an integer of at least 1',
  );
});

test.each(fixture.mcnemar)(
  "McNemar's exact test of $onlyFirst against $onlySecond has SciPy's p",
  ({ onlyFirst, onlySecond, p }) => {
    // The true label is 1. Both right and both wrong count for nothing.
    const both = [1, 1, 0, 0];
    const first = Uint8Array.from([...both, ...Array(onlyFirst).fill(1), ...Array(onlySecond).fill(0)]);
    const second = Uint8Array.from([
      ...[1, 1, 2, 0],
      ...Array(onlyFirst).fill(0),
      ...Array(onlySecond).fill(1),
    ]);
    const found = mcNemarTest(new Uint8Array(first.length).fill(1), first, second);
    expect(found).toMatchObject({ onlyFirst, onlySecond });
    expect(Math.abs(found.pValue - p)).toBeLessThanOrEqual(1e-10 * p);
  },
);

test("McNemar's test needs the same samples", () => {
  expect(() => mcNemarTest(new Uint8Array(2), new Uint8Array(2), new Uint8Array(3))).toThrow(RangeError);
});
