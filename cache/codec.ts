import { endianness } from 'node:os';
import { z } from 'zod';
import type { Hash } from './hash.js';
import { hashSchema } from './record.js';

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

const ARRAY_TYPES = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type Dtype = keyof typeof ARRAY_TYPES;
export type TypedArray = InstanceType<(typeof ARRAY_TYPES)[Dtype]>;

const headerSchema = z.object({
  value: z.unknown(),
  arrays: z.array(
    z.object({
      dtype: z.enum(Object.keys(ARRAY_TYPES) as [Dtype, ...Dtype[]]),
      length: z.int().nonnegative(),
      offset: z.int().nonnegative(),
    }),
  ),
  refs: z.array(hashSchema),
});

/** Bytes that are no artifact of this format version. */
export class CodecError extends Error {}

/** The dtype of a typed array, or undefined for anything else (Node's Buffer counts as u8). */
export function dtypeOf(value: unknown): Dtype | undefined {
  for (const dtype of Object.keys(ARRAY_TYPES) as Dtype[]) {
    if (value instanceof ARRAY_TYPES[dtype]) return dtype;
  }
  return undefined;
}

/**
 * Encodes a value made of null, booleans, numbers, strings, arrays, plain objects and typed arrays.
 * @param nameOf tells which objects are artifacts themselves: those are stored as references.
 * Throws a TypeError, naming the place, for anything else (functions, class instances, undefined, ...).
 */
export function encodeArtifact(
  value: unknown,
  nameOf: (object: object) => Hash | undefined = () => undefined,
): Uint8Array {
  if (endianness() !== 'LE') throw new Error('Restudy needs a little-endian processor.');
  const arrays: { array: TypedArray; dtype: Dtype }[] = [];
  const refs: Hash[] = [];

  const strip = (part: unknown, place: string): unknown => {
    if (part === null || typeof part === 'boolean' || typeof part === 'string') return part;
    if (typeof part === 'number') {
      const plain = Number.isFinite(part) && !Object.is(part, -0);
      return plain ? part : { $number: Object.is(part, -0) ? '-0' : String(part) };
    }
    if (typeof part !== 'object') {
      throw new TypeError(`An artifact cannot hold ${typeof part} (at ${place}).`);
    }
    const hash = place === 'value' ? undefined : nameOf(part);
    if (hash) {
      const known = refs.indexOf(hash);
      return { $ref: known >= 0 ? known : refs.push(hash) - 1 };
    }
    const dtype = dtypeOf(part);
    if (dtype) return { $array: arrays.push({ array: part as TypedArray, dtype }) - 1 };
    if (Array.isArray(part)) return part.map((item, index) => strip(item, `${place}[${index}]`));
    const prototype = Object.getPrototypeOf(part);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new TypeError(`An artifact cannot hold a ${prototype.constructor?.name} (at ${place}).`);
    }
    return Object.fromEntries(
      Object.keys(part)
        .sort()
        .map((key) => [
          key.startsWith('$') ? `$${key}` : key,
          strip((part as Record<string, unknown>)[key], `${place}.${key}`),
        ]),
    );
  };

  const stripped = strip(value, 'value');
  // Places are relative to the end of the header, so that its length does not depend on itself.
  let end = 0;
  const places = arrays.map(({ array, dtype }) => {
    const offset = align(end);
    end = offset + array.byteLength;
    return { dtype, length: array.length, offset };
  });
  const header = Buffer.from(JSON.stringify({ value: stripped, arrays: places, refs }));
  const start = align(MAGIC.length + 4 + header.length);
  const bytes = new Uint8Array(start + end);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, header.length, true);
  bytes.set(header, MAGIC.length + 4);
  for (const [index, { array }] of arrays.entries()) {
    bytes.set(
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
      start + places[index]!.offset,
    );
  }
  return bytes;
}

/**
 * The value that `encodeArtifact` was given. Typed arrays are views of `bytes`: nothing is copied.
 * @param load gives the value of a referenced artifact.
 * Throws a CodecError for bytes of another format or that do not fit together.
 */
export function decodeArtifact(bytes: Uint8Array, load: (hash: Hash) => unknown = refuse): unknown {
  const { header, start } = readHeader(bytes);
  const arrays = header.arrays.map(({ dtype, length, offset }) => {
    const ArrayType = ARRAY_TYPES[dtype];
    const from = start + offset;
    if (offset % ALIGNMENT !== 0 || from + length * ArrayType.BYTES_PER_ELEMENT > bytes.byteLength) {
      throw new CodecError('An array of the artifact lies outside of it.');
    }
    return new ArrayType(bytes.buffer as ArrayBuffer, bytes.byteOffset + from, length);
  });

  const restore = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(restore);
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part);
    const [first] = entries;
    if (entries.length === 1 && first) {
      const [key, content] = first;
      if (key === '$array') return pick(arrays, content);
      if (key === '$ref') return load(pick(header.refs, content));
      if (key === '$number') return Number(content);
    }
    return Object.fromEntries(
      entries.map(([key, content]) => [key.startsWith('$$') ? key.slice(1) : key, restore(content)]),
    );
  };
  return restore(header.value);
}

/** The artifacts that an artifact refers to. */
export function referencesOf(bytes: Uint8Array): readonly Hash[] {
  return readHeader(bytes).header.refs;
}

function readHeader(bytes: Uint8Array): { header: z.infer<typeof headerSchema>; start: number } {
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
  const parsed = headerSchema.safeParse(json);
  if (!parsed.success) throw new CodecError("The artifact's header is malformed.");
  return { header: parsed.data, start: align(fixed + length) };
}

function pick<Item>(items: readonly Item[], index: unknown): Item {
  const item = typeof index === 'number' ? items[index] : undefined;
  if (item === undefined) throw new CodecError('The artifact names a part that it does not have.');
  return item;
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

function refuse(hash: Hash): never {
  throw new CodecError(`The artifact refers to ${hash}, and nobody said how to load it.`);
}
