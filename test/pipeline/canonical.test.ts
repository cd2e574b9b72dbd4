import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, digest } from '../../pipeline/canonical.js';
import { pieces, sameValue, value, withShuffledKeys } from '../cache/artifact/values.js';

const hex = (input: unknown) => Buffer.from(canonical(input)).toString('hex');
/** A pair of values that often differ in one place only. */
const pair = value.chain((first) => fc.tuple(fc.constant(first), fc.oneof(value, pieces(first))));

describe('the canonical encoding', () => {
  test('differs exactly where values differ', () => {
    fc.assert(
      fc.property(pair, ([first, second]) => {
        expect(hex(first) === hex(second)).toBe(sameValue(first, second));
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same for any order of keys', () => {
    fc.assert(
      fc.property(value, fc.infiniteStream(fc.nat()), (input, numbers) => {
        expect(hex(withShuffledKeys(input, numbers))).toBe(hex(input));
      }),
    );
  });

  test('is never the beginning of another', () => {
    fc.assert(
      fc.property(pair, ([first, second]) => {
        if (sameValue(first, second)) return;
        expect(hex(first).startsWith(hex(second))).toBe(false);
        expect(hex(second).startsWith(hex(first))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['0 and -0', 0, -0],
    ['a number and its text', 1, '1'],
    ['null and nothing', { a: null }, {}],
    ['an empty array and an empty object', [], {}],
    ['an array and an object with its indices', ['x'], { 0: 'x' }],
    ['an array and a typed array', [1, 2], Uint8Array.of(1, 2)],
    ['typed arrays of equal bytes', Uint8Array.of(1), Int8Array.of(1)],
    ['typed arrays of equal numbers', Float32Array.of(1), Float64Array.of(1)],
    ['empty typed arrays', new Float32Array(0), new Float64Array(0)],
    ['a flat and a nested array', [1, [2]], [[1], 2]],
    ['strings cut at another place', ['ab', 'c'], ['a', 'bc']],
    ['a key and a value', { ab: 'c' }, { a: 'bc' }],
    ['the letter e with an accent, in one piece and in two', '\u00e9', 'e\u0301'],
    ['neighbouring numbers', 1, 1 + Number.EPSILON],
    ['integers beyond 2^53', 2 ** 53, 2 ** 53 + 2],
    ['infinities', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])('tells %s apart', (_, first, second) => {
    expect(hex(first)).not.toBe(hex(second));
  });

  test('has one NaN, however it came about', () => {
    const negative = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]!;
    expect(negative).toBeNaN();
    expect(hex(negative)).toBe(hex(Number.NaN));
  });

  test('takes a view for what it shows, not for the memory behind it', () => {
    const all = Float64Array.of(1, 2, 3, 4);
    expect(hex(all.subarray(1, 3))).toBe(hex(Float64Array.of(2, 3)));
    expect(hex(Buffer.from([1, 2]))).toBe(hex(Uint8Array.of(1, 2)));
  });

  test('takes an object without a prototype for a plain one', () => {
    expect(hex(Object.assign(Object.create(null), { a: 1 }))).toBe(hex({ a: 1 }));
  });

  test('takes an object that appears twice, as long as it does not contain itself', () => {
    const shared = { a: 1 };
    expect(hex([shared, shared])).toBe(hex([{ a: 1 }, { a: 1 }]));
  });

  const itself: unknown[] = [];
  itself.push({ again: itself });
  const hole = [1, 2, 3];
  delete hole[1];
  test.each([
    ['undefined', undefined, 'undefined at params.grid.C[2]'],
    ['a bigint', 1n, 'bigint at params.grid.C[2]'],
    ['a function', () => 1, 'function at params.grid.C[2]'],
    ['a symbol', Symbol('s'), 'symbol at params.grid.C[2]'],
    ['a Map', new Map(), 'a Map at params.grid.C[2]'],
    ['a Set', new Set(), 'a Set at params.grid.C[2]'],
    ['a Date', new Date(0), 'a Date at params.grid.C[2]'],
    ['a RegExp', /x/, 'a RegExp at params.grid.C[2]'],
    ['an Error', new Error('x'), 'a Error at params.grid.C[2]'],
    ['an instance of a class', new (class Point {})(), 'a Point at params.grid.C[2]'],
    ['a boxed number', Object(1), 'a Number at params.grid.C[2]'],
    ['an ArrayBuffer', new ArrayBuffer(1), 'a ArrayBuffer at params.grid.C[2]'],
    ['a DataView', new DataView(new ArrayBuffer(1)), 'a DataView at params.grid.C[2]'],
    ['a typed array that has no dtype', new BigInt64Array(1), 'a BigInt64Array at params.grid.C[2]'],
    ['a property that is undefined', { a: undefined }, 'undefined at params.grid.C[2].a'],
    ['a key that is no identifier', { 'a b': undefined }, 'undefined at params.grid.C[2]["a b"]'],
    ['a key that is a symbol', { [Symbol('s')]: 1 }, 'symbols or hidden properties at params.grid.C[2]'],
    [
      'a hidden property',
      Object.defineProperty({}, 'a', { value: 1 }),
      'hidden properties at params.grid.C[2]',
    ],
    ['an array with a hole', hole, 'an array with holes or with properties of its own at params.grid.C[2]'],
    ['an array with a property', Object.assign([1], { a: 1 }), 'properties of its own at params.grid.C[2]'],
    ['half of a surrogate pair', '\ud800', 'half of a surrogate pair at params.grid.C[2]'],
    [
      'half of a surrogate pair in a key',
      { '\udc00': 1 },
      'half of a surrogate pair at params.grid.C[2]["\\udc00"]',
    ],
    ['an object that contains itself', itself, 'contains itself at params.grid.C[2][0].again'],
  ])('refuses %s and says where it is', (_, culprit, message) => {
    const study = { params: { grid: { C: [1, 10, culprit] } } };
    expect(() => canonical(study)).toThrow(TypeError);
    expect(() => canonical(study)).toThrow(message);
    expect(() => digest('step', study)).toThrow(message);
  });

  test('refuses a value that is nested too deeply, and not with a stack overflow', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(() => canonical(deep)).toThrow(TypeError);
  });
});

describe('a digest', () => {
  test('is the SHA-256 of the encoding of kind and value', async () => {
    const { sha256 } = await import('../../cache/hash.js');
    fc.assert(
      fc.property(fc.string(), value, (kind, input) => {
        expect(digest(kind, input)).toBe(sha256(canonical([kind, input])));
      }),
    );
  });

  test('depends on the kind', () => {
    expect(digest('cell', { a: 1 })).not.toBe(digest('step', { a: 1 }));
  });

  test.each([
    [null, 'e54ae19737c9b7a1357ed833a8a08d0ae2125336ceb89a48a72f69b967972880'],
    [true, '156c47ceef3a5379cb8c801ade35219c932637387119c14bde9560381e1cc0ae'],
    [0, '86b368837ad5d56268b397f2e2ff95ed2a485dbfbd31a46dc51b55aa6b1cba11'],
    [-0, '4aa94dd5cb854d2f2b7b2bd13410dce3acf57fcb236536027b018068b9ddd0c1'],
    [Number.NaN, '9aaa6caa4231bc9b97903a17fff5503763b2c482a002e536264140861a9a0912'],
    ['Zürich 数字 🙂', '6aa383d8301283e39d3f1409eeebd1552f219dcf28ef11e64c5813f1c461fcc6'],
    [[], '0b2c0fa2c2244919033fbc5ba3e3514cf1f100134d421955e31feaf19b2264c6'],
    [{}, 'b76c7a7bcb78af22a9e2d1791c4c46875833abc8aea39d4c53e51e3325a3e0f5'],
    [
      { C: [0.01, 0.1, 1, 10, 100], gamma: 'scale', probability: true, maxIter: null },
      'f35cd00dc16e30decf7b897bf442ad28d0c18528607b8ee4f0e9e67e8bd526d5',
    ],
    [
      Float64Array.of(0.1, -0, Number.POSITIVE_INFINITY),
      'd8d277fef89fc3375209edfd7fc56334eeedc823a7912011f00a62b57b6e03d2',
    ],
    [
      { images: Uint8Array.of(0, 128, 255), rows: 1, columns: 3 },
      '59328d2254f92ef525e166e5993581695456c0dbace08680c8b8316bf9231bd5',
    ],
  ])('of %j never changes: caches all over the world depend on it', (input, expected) => {
    expect(digest('test', input)).toBe(expected);
  });
});
