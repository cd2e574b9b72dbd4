import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Mt19937 } from '../../../estimators/random/mt19937.js';
import { MAX_CHILD_SEED, RandomState } from '../../../estimators/random/random-state.js';

interface StreamFixture {
  seed: number;
  raw: number[];
  raw_2000_sha256: string;
  randint: { low: number; high: number; values: number[] }[];
  random_sample: number[];
  permutation: Record<string, number[]>;
  permutation_70000_sha256: string;
  mixed: unknown[];
}

const streams: StreamFixture[] = JSON.parse(readFileSync('test/fixtures/random.json', 'utf8'));
const digest = (values: Uint32Array) => createHash('sha256').update(values).digest('hex');
const times = <T>(count: number, draw: () => T) => Array.from({ length: count }, draw);

test('seed 42 gives the numbers that everyone knows from NumPy', () => {
  expect([...new RandomState(42).permutation(10)]).toEqual([8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
  const state = new RandomState(42);
  expect(times(8, () => state.randint(0, 1000))).toEqual([102, 435, 860, 270, 106, 71, 700, 20]);
  const seeds = new RandomState(42);
  expect(times(5, () => seeds.randint(0, MAX_CHILD_SEED))).toEqual([
    1608637542, 1273642419, 1935803228, 787846414, 996406378,
  ]);
  const floats = new RandomState(42);
  expect(times(4, () => floats.randomSample())).toEqual([
    0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366,
  ]);
  const bits = new Mt19937(42);
  expect(times(5, () => bits.uint32())).toEqual([1608637542, 3421126067, 4083286876, 787846414, 3143890026]);
});

test.each(streams)("seed $seed: the generator's bits, over several twists of its state", (stream) => {
  const bits = new Mt19937(stream.seed);
  const drawn = Uint32Array.from({ length: 2000 }, () => bits.uint32());
  expect([...drawn.subarray(0, 5)]).toEqual(stream.raw);
  expect(digest(drawn)).toBe(stream.raw_2000_sha256);
});

test.each(streams)("seed $seed: NumPy's randint, from one value to all 32-bit ones", (stream) => {
  for (const { low, high, values } of stream.randint) {
    const state = new RandomState(stream.seed);
    expect({ low, high, values: times(8, () => state.randint(low, high)) }).toEqual({ low, high, values });
  }
});

test.each(streams)("seed $seed: NumPy's random_sample", (stream) => {
  const state = new RandomState(stream.seed);
  expect(times(5, () => state.randomSample())).toEqual(stream.random_sample);
});

test.each(streams)("seed $seed: NumPy's permutation", (stream) => {
  for (const [n, order] of Object.entries(stream.permutation)) {
    expect([...new RandomState(stream.seed).permutation(Number(n))]).toEqual(order);
  }
  expect(digest(new RandomState(stream.seed).permutation(70_000))).toBe(stream.permutation_70000_sha256);
});

test.each(streams)('seed $seed: draws of different kinds share one stream', (stream) => {
  const state = new RandomState(stream.seed);
  const drawn = [
    state.randint(0, 100),
    state.randomSample(),
    [...state.permutation(5)],
    state.randint(0, MAX_CHILD_SEED),
  ];
  expect(drawn).toEqual(stream.mixed);
});

test('a permutation holds each index once, and draws stay in their range', () => {
  const seed = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(
      seed,
      fc.nat(200),
      fc.integer({ min: -1000, max: 1000 }),
      fc.nat(1000),
      (value, n, low, more) => {
        const state = new RandomState(value);
        expect([...state.permutation(n)].sort((a, b) => a - b)).toEqual([...new Array(n).keys()]);
        const drawn = state.randint(low, low + more + 1);
        expect(drawn >= low && drawn <= low + more).toBe(true);
        const float = state.randomSample();
        expect(float >= 0 && float < 1).toBe(true);
      },
    ),
  );
});

test.each([-1, 2 ** 32, 0.5, Number.NaN])('%d is refused as a seed', (seed) => {
  expect(() => new RandomState(seed)).toThrow(`A seed must be an integer from 0 to 4294967295; got ${seed}.`);
});
