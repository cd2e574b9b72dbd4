import fc from 'fast-check';
import { dtypeOf } from '../../../cache/artifact/typed-array.js';

/** Arbitrary values of the kinds that keys and artifacts are made of. */

const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53, 5e-324),
);
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '$', '$array', '$ref', '$number', 'NaN', '\u0000', '\ud83d\ude42', 'é', 'e\u0301'),
);
const keys = fc.oneof(
  texts,
  fc.constantFrom(
    ...['$array', '$$array', '$ref', '$$ref', '$number', '__proto__', 'constructor', 'toString', 'length'],
    ...['0', '10', '9', 'a.b', 'a[0]', 'hasOwnProperty'],
  ),
);
const arrays = fc.oneof(
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint16Array(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.int32Array(),
  fc.float32Array(),
  fc.float64Array(),
);

export const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    numbers,
    texts,
    arrays,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** Values that are almost `whole`: its parts, copies of it with one thing more or less, neighbours of a number. */
export function pieces(whole: unknown): fc.Arbitrary<unknown> {
  const near: unknown[] = [whole, [whole], { '': whole }];
  if (typeof whole === 'number') near.push(-whole, whole + 1, String(whole), Float64Array.of(whole));
  if (typeof whole === 'string') near.push(`${whole}\u0000`, whole.repeat(2), [whole]);
  if (dtypeOf(whole)) near.push([...(whole as Uint8Array)], (whole as Uint8Array).slice(1));
  else if (Array.isArray(whole)) near.push(whole.slice(1), [...whole, null], { ...whole }, ...whole);
  else if (typeof whole === 'object' && whole !== null) {
    near.push(Object.entries(whole), Object.values(whole), ...Object.values(whole));
    near.push(Object.fromEntries(Object.entries(whole).slice(1)));
    near.push(Object.fromEntries(Object.entries(whole).map(([key, content]) => [`$${key}`, content])));
  }
  return fc.constantFrom(...near);
}

/** Deep equality that knows types: -0 is not 0, NaN is NaN, a Uint8Array is no array, key order is nothing. */
export function sameValue(first: unknown, second: unknown): boolean {
  if (Object.is(first, second)) return true;
  if (typeof first !== 'object' || typeof second !== 'object' || first === null || second === null)
    return false;
  if (dtypeOf(first) !== dtypeOf(second)) return false;
  if (dtypeOf(first)) return Buffer.compare(bytesOf(first), bytesOf(second)) === 0;
  if (Array.isArray(first) !== Array.isArray(second)) return false;
  const entries = Object.entries(first);
  return (
    entries.length === Object.keys(second).length &&
    entries.every(
      ([key, content]) =>
        Object.hasOwn(second, key) && sameValue(content, (second as Record<string, unknown>)[key]),
    )
  );
}

/** The same value, with the keys of its objects in an order that `numbers` decide. */
export function withShuffledKeys(input: unknown, numbers: Iterator<number>): unknown {
  if (typeof input !== 'object' || input === null || dtypeOf(input)) return input;
  if (Array.isArray(input)) return input.map((item) => withShuffledKeys(item, numbers));
  return Object.fromEntries(
    Object.entries(input)
      .map(([key, content]) => ({ key, content, rank: numbers.next().value as number }))
      .sort((first, second) => first.rank - second.rank)
      .map(({ key, content }) => [key, withShuffledKeys(content, numbers)]),
  );
}

function bytesOf(array: unknown): Uint8Array {
  const { buffer, byteOffset, byteLength } = array as Uint8Array;
  return new Uint8Array(buffer, byteOffset, byteLength);
}
