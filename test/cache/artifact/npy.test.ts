import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeNpy, encodeNpy, NpyError } from '../../../cache/artifact/npy.js';
import type { TypedArray } from '../../../cache/artifact/typed-array.js';

interface NpyFixture {
  descr: string;
  shape: number[];
  values: number[];
  file: string;
}

const fixture: {
  read: NpyFixture[];
  labels: { shape: number[]; file: string };
  refused: Record<string, string>;
} = JSON.parse(readFileSync('test/fixtures/npy.json', 'utf8'));

const TYPES: Record<string, { from(values: readonly number[]): TypedArray }> = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

test.each(fixture.read)("$descr $shape: NumPy's file, byte for byte", ({ descr, shape, values, file }) => {
  expect(base64Of(encodeNpy(TYPES[descr]!.from(values), shape))).toBe(file);
});

test.each(fixture.read)("$descr $shape: NumPy's file is read", ({ descr, shape, values, file }) => {
  expect(decodeNpy(bytesOf(file))).toEqual({ data: TYPES[descr]!.from(values), shape });
});

test("the header of the study's 14,000 labels is NumPy's", () => {
  const bytes = encodeNpy(new Uint8Array(14_000), fixture.labels.shape);
  expect(base64Of(bytes).slice(0, 172)).toBe(fixture.labels.file);
  expect(bytes.length).toBe(14_128);
});

test('elements are read from bytes at any offset, and only those of a view are written', () => {
  const array = Float64Array.of(1, 2, 3).subarray(1);
  const file = encodeNpy(array, [2]);
  const shifted = new Uint8Array(file.length + 1);
  shifted.set(file, 1);
  expect(decodeNpy(shifted.subarray(1)).data).toEqual(Float64Array.of(2, 3));
  // A small Buffer lies somewhere in a pool that all share.
  expect(decodeNpy(Buffer.from(file)).data).toEqual(Float64Array.of(2, 3));
});

test('what is decoded does not change with the bytes it came from', () => {
  const file = encodeNpy(Uint8Array.of(1), [1]);
  const { data } = decodeNpy(file);
  file.fill(0);
  expect([...data]).toEqual([1]);
});

test.each(Object.entries(fixture.refused))('%s: refused', (_, file) => {
  expect(() => decodeNpy(bytesOf(file))).toThrow(NpyError);
});

test.each([
  ['fortran', 'Fortran order'],
  ['big-endian', '">f8"'],
  ['64-bit', 'only |u1, |i1, <u2, <i2, <u4, <i4, <f4, <f8 are read'],
])('the refusal of %s says why', (name, message) => {
  expect(() => decodeNpy(bytesOf(fixture.refused[name]!))).toThrow(message);
});

const floats = encodeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);

test('any truncation and anything appended is refused', () => {
  for (let length = 0; length < floats.length; length++) {
    expect(() => decodeNpy(floats.subarray(0, length))).toThrow(NpyError);
  }
  expect(() => decodeNpy(Buffer.concat([floats, Buffer.of(0)]))).toThrow(/has 153 bytes.* asks for 152/);
});

test('any damage to the header is refused, or gives an array of the shape and type it then states', () => {
  fc.assert(
    fc.property(fc.nat(127), fc.nat(255), (at, value) => {
      const damaged = floats.slice();
      damaged[at] = value;
      try {
        const { data, shape } = decodeNpy(damaged);
        expect(shape.reduce((product, dimension) => product * dimension, 1)).toBe(data.length);
        expect(data.byteLength).toBe(24);
      } catch (error) {
        expect(error).toBeInstanceOf(NpyError);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a hostile header is refused in no time', () => {
  const file = (header: string) => {
    const text = Buffer.from(header, 'latin1');
    return Buffer.concat([floats.subarray(0, 8), Buffer.of(text.length & 255, text.length >> 8), text]);
  };
  const shape = (dimensions: string) =>
    `{'descr': '<f4', 'fortran_order': False, 'shape': (${dimensions}), }\n`;
  expect(decodeNpy(file(shape('0,')))).toEqual({ data: new Float32Array(), shape: [0] });
  for (const dimensions of [
    '999999999999999, 999999999999999',
    '-1,',
    '1e9,',
    '__import__("os")',
    `${'1, '.repeat(20_000)}1`,
    `${'1, '.repeat(20_000)}x`,
    '9'.repeat(60_000),
    '2',
    ',',
  ]) {
    expect(() => decodeNpy(file(shape(dimensions)))).toThrow(NpyError);
  }
});

test.each([[[2]], [[1.5, 2]], [[-1, -3]], [[]]])('a shape of %j for 3 elements is refused', (shape) => {
  expect(() => encodeNpy(new Uint8Array(3), shape)).toThrow(RangeError);
});
