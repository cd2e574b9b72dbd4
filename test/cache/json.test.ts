import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { jsonSchema } from '../../cache/json.js';

const accepts = (value: unknown) => v.is(jsonSchema, value);

test('takes all that JSON can say', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => accepts(JSON.parse(JSON.stringify(value)))));
});

const circular: unknown[] = [];
circular.push(circular);

test.each(
  [
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    Symbol('a'),
    () => 1,
    new Date(),
    new Map(),
    new Uint8Array(1),
    Array(3),
    { a: undefined },
    { [Symbol('a')]: 1 },
    circular,
  ].map((value) => [value]),
)('refuses %s, alone and inside of others', (value) => {
  for (const outer of [value, [1, value], { a: { b: value } }]) expect(accepts(outer)).toBe(false);
});
