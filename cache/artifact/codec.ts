import * as v from 'valibot';
import type { Hash } from '../hash.js';
import { hashSchema } from '../record.js';
import {
  DTYPE_NAMES,
  DTYPES,
  type Dtype,
  dtypeOf,
  littleEndianBytes,
  type TypedArray,
} from './typed-array.js';

/**
 * How a value becomes the bytes of an artifact, and back.
 *
 *   magic (8 bytes) | header length (u32) | header (JSON) | zeros | array | zeros | array ...
 *
 * The header holds the value with its typed arrays and its references taken out: `{"$array": i}` stands for
 * the i-th array (dtype, length and place are in the header; arrays start at multiples of 64 bytes, little
 * endian), `{"$ref": i}` for the value of another artifact, `{"$number": "NaN"}` for a number JSON lacks.
 * A key of the value that starts with `$` gets one more `$`. Keys are sorted, so equal values give equal bytes.
 *
 * References make sharing free: a forest is a list of references to trees that are artifacts themselves.
 */
const MAGIC = Buffer.from('restudy1');
const ALIGNMENT = 64;
/** Deeper values are refused: they would overflow the stack one day, depending on the caller's own depth. */
const MAX_DEPTH = 500;

/** The numbers that JSON has no text for. */
const NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const headerSchema = v.object({
  value: v.custom<unknown>((value) => value !== undefined),
  arrays: v.array(
    v.object({
      dtype: v.picklist(DTYPE_NAMES),
      length: count,
      offset: count,
    }),
  ),
  refs: v.array(hashSchema),
});

/** Bytes that are no artifact of this format version. */
export class CodecError extends Error {}

/**
 * Encodes a value made of null, booleans, numbers, strings, arrays, plain objects and typed arrays.
 * @param nameOf tells which objects are artifacts themselves: those are stored as references.
 * Throws a TypeError, naming the place, for anything else (functions, class instances, undefined, cycles,
 * arrays with holes).
 */
export function encodeArtifact(
  value: unknown,
  nameOf: (object: object) => Hash | undefined = () => undefined,
): Uint8Array {
  const arrays: { bytes: Uint8Array; dtype: Dtype; length: number }[] = [];
  /** Hash -> its index among the references. */
  const refs = new Map<Hash, number>();
  const around = new Set<object>();

  const strip = (part: unknown, place: Place): unknown => {
    if (part === null || typeof part === 'boolean' || typeof part === 'string') return part;
    if (typeof part === 'number') return stripNumber(part);
    if (typeof part !== 'object') throw refusal(typeof part, place);
    const hash = place && nameOf(part);
    if (hash) {
      if (!refs.has(hash)) refs.set(hash, refs.size);
      return { $ref: refs.get(hash) };
    }
    const dtype = dtypeOf(part);
    if (dtype) {
      const { length } = part as TypedArray;
      return { $array: arrays.push({ bytes: littleEndianBytes(part as TypedArray), dtype, length }) - 1 };
    }
    if (around.has(part)) throw refusal('an object that contains itself', place);
    if (around.size >= MAX_DEPTH) throw refusal(`a value nested deeper than ${MAX_DEPTH}`, place);
    around.add(part);
    const stripped = Array.isArray(part) ? stripArray(part, place) : stripObject(part, place);
    around.delete(part);
    return stripped;
  };

  const stripArray = (items: unknown[], place: Place): unknown[] => {
    if (Object.keys(items).length !== items.length) throw refusal('an array with holes', place);
    return items.map((item, key) => strip(item, { parent: place, key }));
  };

  const stripObject = (object: object, place: Place): object => {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) {
      throw refusal(`a ${object.constructor?.name || 'class instance'}`, place);
    }
    return Object.fromEntries(
      Object.keys(object)
        .sort()
        .map((key) => [
          key.startsWith('$') ? `$${key}` : key,
          strip((object as Record<string, unknown>)[key], { parent: place, key }),
        ]),
    );
  };

  const stripped = strip(value, undefined);
  // Places are relative to the end of the header, so that its length does not depend on itself.
  let end = 0;
  const places = arrays.map(({ bytes, dtype, length }) => {
    const offset = align(end);
    end = offset + bytes.byteLength;
    return { dtype, length, offset };
  });
  const header = Buffer.from(JSON.stringify({ value: stripped, arrays: places, refs: [...refs.keys()] }));
  const start = align(MAGIC.length + 4 + header.length);
  const artifact = new Uint8Array(start + end);
  artifact.set(MAGIC);
  new DataView(artifact.buffer).setUint32(MAGIC.length, header.length, true);
  artifact.set(header, MAGIC.length + 4);
  for (const [index, { bytes }] of arrays.entries()) artifact.set(bytes, start + places[index]!.offset);
  return artifact;
}

/**
 * The value that `encodeArtifact` was given. Typed arrays are views of `bytes`: nothing is copied, unless
 * `bytes` starts where a Float64Array cannot.
 * @param load gives the value of a referenced artifact.
 * Throws a CodecError for bytes of another format or that do not fit together.
 */
export function decodeArtifact(bytes: Uint8Array, load: (hash: Hash) => unknown = refuse): unknown {
  const { header, start } = readHeader(bytes);
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
  const arrays = header.arrays.map(({ dtype, length, offset }) => {
    const { ArrayType } = DTYPES[dtype];
    const from = start + offset;
    if (offset % ALIGNMENT !== 0 || from + length * ArrayType.BYTES_PER_ELEMENT > aligned.byteLength) {
      throw new CodecError('An array of the artifact lies outside of it.');
    }
    return new ArrayType(aligned.buffer as ArrayBuffer, aligned.byteOffset + from, length);
  });

  const restore = (part: unknown, depth: number): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (depth > MAX_DEPTH) throw new CodecError('The artifact is nested too deeply.');
    if (Array.isArray(part)) return part.map((item) => restore(item, depth + 1));
    const entries = Object.entries(part);
    const [first] = entries;
    if (entries.length === 1 && first) {
      const [key, content] = first;
      if (key === '$array') return pick(arrays, content);
      if (key === '$ref') return load(pick(header.refs, content));
      if (key === '$number') return restoreNumber(content);
    }
    return Object.fromEntries(
      entries.map(([key, content]) => [restoreKey(key), restore(content, depth + 1)]),
    );
  };
  return restore(header.value, 0);
}

/** The artifacts that an artifact refers to. Throws a CodecError for bytes of another format. */
export function referencesOf(bytes: Uint8Array): readonly Hash[] {
  return readHeader(bytes).header.refs;
}

function readHeader(bytes: Uint8Array): { header: v.InferOutput<typeof headerSchema>; start: number } {
  const fixed = MAGIC.length + 4;
  if (bytes.byteLength < fixed || !MAGIC.equals(bytes.subarray(0, MAGIC.length))) {
    throw new CodecError('These bytes are not an artifact of this version of Restudy.');
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  if (fixed + length > bytes.byteLength) throw new CodecError('The artifact ends within its header.');
  let json: unknown;
  try {
    json = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(fixed, fixed + length)),
    );
  } catch {
    throw new CodecError("The artifact's header is not JSON.");
  }
  const parsed = v.safeParse(headerSchema, json);
  if (!parsed.success) throw new CodecError("The artifact's header is malformed.");
  return { header: parsed.output, start: align(fixed + length) };
}

function stripNumber(number: number): unknown {
  if (Object.is(number, -0)) return { $number: '-0' };
  return Number.isFinite(number) ? number : { $number: String(number) };
}

function restoreNumber(text: unknown): number {
  const number = NUMBERS.get(text);
  if (number === undefined) throw new CodecError('The artifact holds a number that cannot be read.');
  return number;
}

function restoreKey(key: string): string {
  if (!key.startsWith('$')) return key;
  if (!key.startsWith('$$')) throw new CodecError('The artifact holds a mark that cannot be read.');
  return key.slice(1);
}

function pick<Item>(items: readonly Item[], index: unknown): Item {
  const item = typeof index === 'number' ? items[index] : undefined;
  if (item === undefined) throw new CodecError('The artifact names a part that it does not have.');
  return item;
}

/** Where a part of the value is, from the part outwards; undefined is the value itself. */
type Place = { readonly parent: Place; readonly key: string | number } | undefined;

function refusal(what: string, place: Place): TypeError {
  return new TypeError(`An artifact cannot hold ${what} (at ${describe(place)}).`);
}

function describe(place: Place): string {
  if (!place) return 'value';
  const { parent, key } = place;
  return typeof key === 'number' ? `${describe(parent)}[${key}]` : `${describe(parent)}.${key}`;
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

function refuse(hash: Hash): never {
  throw new CodecError(`The artifact refers to ${hash}, and nobody said how to load it.`);
}
