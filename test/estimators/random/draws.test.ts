import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { power } from '../../../estimators/random/power.js';
import { RandomState } from '../../../estimators/random/random-state.js';
import { sampleWithoutReplacement } from '../../../estimators/random/sample-without-replacement.js';

const fixture: {
  readonly draws: [population: number, count: number, seed: number, drawn: number[]][];
  readonly powers: [x: number, y: number, power: number][];
} = JSON.parse(readFileSync('test/fixtures/sampler.json', 'utf8'));

test.each(fixture.draws)("%d integers, %d drawn, seed %d: scikit-learn's, in order", (...draw) => {
  const [population, count, seed, drawn] = draw;
  expect([...sampleWithoutReplacement(population, count, new RandomState(seed))]).toEqual(drawn);
});

test('more than there are cannot be drawn', () => {
  expect(() => sampleWithoutReplacement(3, 4, new RandomState(1))).toThrow('from 0 to the population');
  expect(() => sampleWithoutReplacement(2 ** 32, 1, new RandomState(1))).toThrow('from 0 to 4294967295');
});

test('powers are rounded correctly', () => {
  expect(fixture.powers.length).toBeGreaterThan(500);
  expect(fixture.powers.map(([x, y]) => power(x, y))).toEqual(fixture.powers.map(([, , rounded]) => rounded));
});

test('powers that are exact come out exact', () => {
  expect(power(4, 0.5)).toBe(2);
  expect(power(81, 0.25)).toBe(3);
  expect(power(1e300, 1)).toBe(1e300);
  expect(power(7, 0)).toBe(1);
  expect(power(1, 0.3)).toBe(1);
});
