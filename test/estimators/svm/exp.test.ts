import { existsSync, readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

/** Both ways to compute exp, compiled with the settings of scripts/build.mjs. */
const SOURCE = `
import { expPlain } from './estimators/assembly/math/exp';
export function one(x: f64): f64 { return Math.exp(x); }
export function first(x: f64, y: f64): f64 { return f64x2.extract_lane(expPlain(f64x2(x, y)), 0); }
export function second(x: f64, y: f64): f64 { return f64x2.extract_lane(expPlain(f64x2(x, y)), 1); }
`;
interface Exports {
  one(x: number): number;
  first(x: number, y: number): number;
  second(x: number, y: number): number;
}
let exp: Exports;

beforeAll(async () => {
  let binary: Uint8Array | undefined;
  const { error } = await asc.main(
    [
      'entry.ts',
      '--outFile',
      'exp.wasm',
      '--enable',
      'simd',
      '--runtime',
      'stub',
      '-O3',
      '--shrinkLevel',
      '0',
    ],
    {
      readFile: (name) => {
        if (name === 'entry.ts') return SOURCE;
        return existsSync(name) ? readFileSync(name, 'utf8') : null;
      },
      writeFile: (_, contents) => {
        binary = contents as Uint8Array;
      },
    },
  );
  if (error) throw error;
  const module = await WebAssembly.compile(Uint8Array.from(binary!));
  const instance = await WebAssembly.instantiate(module, { env: { abort() {} } });
  exp = instance.exports as unknown as Exports;
});

test('exp of two numbers at once has the bits of exp of one, in both lanes', () => {
  const plain = fc.double({ min: -511.999, max: 511.999, noNaN: true });
  fc.assert(
    fc.property(plain, plain, (x, y) => {
      expect(exp.first(x, y)).toBe(exp.one(x));
      expect(exp.second(x, y)).toBe(exp.one(y));
    }),
    { numRuns: 5000 },
  );
});

test.each([
  0,
  -0,
  5e-324,
  -1e-300,
  -(2 ** -54),
  -(2 ** -55),
  2 ** -53,
  Math.LN2 / 256,
  -Math.LN2 / 256,
  -511.9999999999999,
])('exp of %d at once has the bits of exp of one', (x) => {
  expect(exp.first(x, -x)).toBe(exp.one(x));
  expect(exp.second(-x, x)).toBe(exp.one(x));
});

test('the arguments of kernel values have the same exp either way', () => {
  const gamma = 2.0814373742910277e-7;
  for (let distance = 0; distance < 784 * 65025; distance += 9973) {
    const x = -gamma * distance;
    if (exp.first(x, 0) !== exp.one(x)) expect(exp.first(x, 0)).toBe(exp.one(x));
  }
});
