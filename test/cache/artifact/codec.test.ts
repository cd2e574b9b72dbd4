import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodecError, decodeArtifact, encodeArtifact, referencesOf } from '../../../cache/artifact/codec.js';
import { dtypeOf } from '../../../cache/artifact/typed-array.js';
import { sha256 } from '../../../cache/hash.js';
import { artifactOf } from '../samples.js';
import { pieces, sameValue, value, withShuffledKeys } from './values.js';

const isSame = (first: Uint8Array, second: Uint8Array) => Buffer.compare(first, second) === 0;

describe('the codec', () => {
  test('gives back the value that it was given', () => {
    fc.assert(
      fc.property(value, (input) => {
        expect(sameValue(decodeArtifact(encodeArtifact(input)), input)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('gives equal values equal bytes, in whatever order their keys are', () => {
    fc.assert(
      fc.property(value, fc.infiniteStream(fc.nat()), (input, numbers) => {
        expect(isSame(encodeArtifact(withShuffledKeys(input, numbers)), encodeArtifact(input))).toBe(true);
      }),
    );
  });

  test('gives different values different bytes', () => {
    const pair = value.chain((first) => fc.tuple(fc.constant(first), fc.oneof(value, pieces(first))));
    fc.assert(
      fc.property(pair, ([first, second]) => {
        expect(isSame(encodeArtifact(first), encodeArtifact(second))).toBe(sameValue(first, second));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [{}],
    [{ $array: 0 }],
    [{ $$array: 0 }],
    [{ $ref: 0 }],
    [{ $number: 'NaN' }],
    [{ $: 1 }],
    [JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}')],
    [{ a: [Number.NaN, -0, 0, Number.NEGATIVE_INFINITY, 5e-324, 2 ** 53 + 2] }],
    ['\ud83d\ude42 and \ud800 alone'],
    [[[], [[]], {}, '', null]],
    [{ 10: 'ten', 9: 'nine', a: 'a' }],
  ])('gives back %j', (input) => {
    expect(sameValue(decodeArtifact(encodeArtifact(input)), input)).toBe(true);
  });

  test('pollutes no prototype', () => {
    const decoded = decodeArtifact(encodeArtifact(JSON.parse('{"__proto__": {"polluted": true}}'))) as object;
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('keeps the bits of typed arrays, also those of a NaN', () => {
    const bits = new BigUint64Array([0xfff8000000000123n, 0x8000000000000000n]);
    const decoded = decodeArtifact(encodeArtifact(new Float64Array(bits.buffer))) as Float64Array;
    expect(new BigUint64Array(decoded.buffer, decoded.byteOffset, 2)).toEqual(bits);
  });

  test('takes views, shared memory and Buffers for the bytes that they show', () => {
    const all = Float32Array.of(1, 2, 3, 4, 5);
    const shared = new Uint16Array(new SharedArrayBuffer(20), 4, 3).fill(7);
    const decoded = decodeArtifact(encodeArtifact([all.subarray(1, 4), shared, Buffer.from([1, 2])]));
    expect(decoded).toEqual([Float32Array.of(2, 3, 4), Uint16Array.of(7, 7, 7), Uint8Array.of(1, 2)]);
  });

  test('decodes arrays as views, each at a multiple of 64 bytes', () => {
    const bytes = encodeArtifact({ a: Uint8Array.of(1, 2, 3), b: Float64Array.of(1.5), c: new Int8Array(0) });
    const decoded = decodeArtifact(bytes) as Record<string, Uint8Array>;
    for (const array of Object.values(decoded)) {
      expect(array.buffer).toBe(bytes.buffer);
      expect(array.byteOffset % 64).toBe(0);
    }
  });

  test('decodes bytes that lie at an odd place', () => {
    const bytes = encodeArtifact({ a: Float64Array.of(1.5, -2.5) });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeArtifact(shifted.subarray(3))).toEqual({ a: Float64Array.of(1.5, -2.5) });
  });

  const itself: Record<string, unknown> = {};
  itself['again'] = [itself];
  test.each([
    ['undefined', { a: [undefined] }, 'undefined (at value.a[0])'],
    ['a function', { a: () => 1 }, 'function (at value.a)'],
    ['a bigint', 1n, 'bigint (at value)'],
    ['a Map', [new Map()], 'a Map (at value[0])'],
    ['a Date', { a: { b: new Date(0) } }, 'a Date (at value.a.b)'],
    ['a class instance', { a: new (class Model {})() }, 'a Model (at value.a)'],
    ['a typed array without a dtype', [new BigInt64Array(1)], 'a BigInt64Array (at value[0])'],
    // biome-ignore lint/suspicious/noSparseArray: this is what is refused
    ['an array with a hole', { a: [1, , 3] }, 'an array with holes (at value.a)'],
    ['a value that contains itself', itself, 'contains itself (at value.again[0])'],
  ])('refuses %s and says where it is', (_, input, message) => {
    expect(() => encodeArtifact(input)).toThrow(TypeError);
    expect(() => encodeArtifact(input)).toThrow(message);
  });

  test('refuses a value that is nested too deeply', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) deep = { deep };
    expect(() => encodeArtifact(deep)).toThrow('nested deeper');
  });

  test.each([
    [null, 'c2a02c38131686b123aa9fec23713ece79c53685507fb517d3e86a9e2f3267f5'],
    [
      { accuracy: 0.9614, correct: 13_460, classes: ['0', '1'] },
      '7265f9147b01970a5f6d43e41cd91ee4bef68e8f2ff307cab5787f2474081822',
    ],
    [
      { pixels: Uint8Array.of(0, 128, 255), gamma: Float64Array.of(0.1, -0, Number.NaN) },
      '6e5c298e3ac57bd7495326c50cb279daca9c2f5dd83cafe475ce7f05f888ecb0',
    ],
    [
      [-0, Number.NaN, { $ref: 1 }, 'Zürich 数字'],
      '6710b299d3821e0936e2dfa7784dcb965c802ba159b9d23d792f2d60f1916e93',
    ],
  ])('gives %j the bytes that it always had', (input, expected) => {
    expect(sha256(encodeArtifact(input))).toBe(expected);
  });
});

describe('references', () => {
  const trees = [{ depth: 1 }, { depth: 2, leaves: Float64Array.of(0.5) }];
  const artifacts = trees.map((tree) => artifactOf(encodeArtifact(tree)));
  const nameOf = (part: object) => artifacts[trees.indexOf(part as (typeof trees)[number])]?.hash;
  const forest = { trees: [trees[0], trees[1], trees[0]], best: trees[1] };

  test('stand for artifacts, each named once however often it appears', () => {
    const bytes = encodeArtifact(forest, nameOf);
    expect(referencesOf(bytes)).toEqual([artifacts[1]!.hash, artifacts[0]!.hash]);
    const load = (hash: string) => trees[artifacts.findIndex((artifact) => artifact.hash === hash)];
    expect(decodeArtifact(bytes, load)).toEqual(forest);
    expect(bytes.length).toBeLessThan(encodeArtifact(forest).length + 200);
  });

  test('do not stand for the value itself, which would then refer to itself', () => {
    const bytes = encodeArtifact(trees[0], nameOf);
    expect(referencesOf(bytes)).toEqual([]);
    expect(decodeArtifact(bytes)).toEqual(trees[0]);
  });

  test('need somebody who loads them', () => {
    expect(() => decodeArtifact(encodeArtifact(forest, nameOf))).toThrow(CodecError);
  });
});

describe('damaged bytes', () => {
  /** Decodes, and takes a CodecError for an answer, but no other error. */
  function tryDecode(bytes: Uint8Array): void {
    for (const read of [() => decodeArtifact(bytes, () => null), () => referencesOf(bytes)]) {
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError);
      }
    }
  }

  const sample = encodeArtifact({
    a: Uint8Array.of(1, 2, 3),
    b: [Float64Array.of(1.5), { $ref: -0 }, 'text'],
    c: { d: null, e: true, f: 1e300 },
  });

  test('that end early are refused', () => {
    for (let length = 0; length < sample.length; length++) {
      const cut = sample.slice(0, length);
      expect(() => decodeArtifact(cut)).toThrow(CodecError);
    }
  });

  test('with one wrong bit give a CodecError or another value, and nothing worse', () => {
    for (let place = 0; place < sample.length; place++) {
      for (let bit = 0; bit < 8; bit++) {
        const bytes = sample.slice();
        bytes[place]! ^= 1 << bit;
        tryDecode(bytes);
      }
    }
  });

  test('of any kind give a CodecError or a value, and nothing worse', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(value, damage, fc.nat(), (input, flips, length) => {
        const bytes = encodeArtifact(input);
        for (const [place, byte] of flips) bytes[place % bytes.length] = byte;
        tryDecode(bytes);
        tryDecode(bytes.slice(0, length % (bytes.length + 1)));
      }),
      { numRuns: 1000 },
    );
  });

  /** An artifact with a header of one's own making. */
  function withHeader(header: unknown, arrays = new Uint8Array(0)): Uint8Array {
    const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
    const start = Math.ceil((12 + json.length) / 64) * 64;
    const bytes = new Uint8Array(start + arrays.length);
    bytes.set(Buffer.from('restudy1'));
    new DataView(bytes.buffer).setUint32(8, json.length, true);
    bytes.set(json, 12);
    bytes.set(arrays, start);
    return bytes;
  }
  const none = { arrays: [], refs: [] };

  test.each([
    ['no bytes', new Uint8Array(0)],
    ['another format', Buffer.from('\u0093NUMPY\u0001\u0000v\u0000{...}', 'latin1')],
    ['a header that is not JSON', withHeader('{"value": ')],
    ['a header that is not UTF-8', withHeader('{"value": "\u0000"}').map((byte) => byte || 0xff)],
    ['a header without a value', withHeader(none)],
    ['a header without arrays', withHeader({ value: 1, refs: [] })],
    ['an array that it does not have', withHeader({ value: { $array: 0 }, ...none })],
    ['an array with the number -1', withHeader({ value: { $array: -1 }, ...none })],
    ['an array with the name "length"', withHeader({ value: { $array: 'length' }, ...none })],
    ['a reference that it does not have', withHeader({ value: { $ref: 0 }, ...none })],
    ['a reference that is no hash', withHeader({ value: { $ref: 0 }, arrays: [], refs: ['../etc'] })],
    ['a number that is none', withHeader({ value: { $number: [] }, ...none })],
    ['a mark of another version', withHeader({ value: { $date: 0 }, ...none })],
    ['an array of another type', withArray({ dtype: 'f16', length: 1, offset: 0 })],
    ['an array that is too long', withArray({ dtype: 'f64', length: 9, offset: 0 })],
    ['an array of absurd length', withArray({ dtype: 'f64', length: Number.MAX_SAFE_INTEGER, offset: 0 })],
    ['an array of half a number', withArray({ dtype: 'f64', length: 0.5, offset: 0 })],
    ['an array before the others', withArray({ dtype: 'u8', length: 1, offset: -64 })],
    ['an array at an odd place', withArray({ dtype: 'f64', length: 1, offset: 1 })],
    [
      'brackets without end',
      withHeader(`{"value":${'['.repeat(1e5)}${']'.repeat(1e5)},"arrays":[],"refs":[]}`),
    ],
    [
      'braces without end',
      withHeader(`{"value":${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)},"arrays":[],"refs":[]}`),
    ],
  ])('that hold %s are refused', (_, bytes) => {
    expect(() => decodeArtifact(bytes)).toThrow(CodecError);
  });

  function withArray(array: object): Uint8Array {
    return withHeader({ value: { $array: 0 }, arrays: [array], refs: [] }, new Uint8Array(64));
  }
});

test('a dtype is told from the kind of an array, not from its name', () => {
  expect(dtypeOf(new Uint8Array(1))).toBe('u8');
  expect(dtypeOf(Buffer.alloc(1))).toBe('u8');
  expect(dtypeOf(new Float32Array(1))).toBe('f32');
  for (const other of [
    [],
    new Uint8ClampedArray(1),
    new DataView(new ArrayBuffer(1)),
    { constructor: Uint8Array },
    null,
    'u8',
  ]) {
    expect(dtypeOf(other)).toBeUndefined();
  }
});
