import { dtypeOf, littleEndianBytes, type TypedArray } from '../cache/artifact/typed-array.js';
import { type Hash, sha256 } from '../cache/hash.js';

/**
 * Bytes for hashing: two values have the same encoding exactly if they are the same value.
 *
 *   null z | false f | true t
 *   number  n, 8 bytes IEEE 754, big endian; -0 is not 0, and every NaN is one NaN
 *   string  s, length, UTF-8
 *   array   a, count, items
 *   object  o, count, (key as a string, value) with the keys in ascending order of UTF-16 code units
 *   typed   b, dtype as a string, count of elements, the elements little endian
 *
 * A length or count is 8 bytes, big endian, so no encoding is the beginning of another. Anything without an
 * obvious encoding throws: a key that silently left something out would be a wrong hit one day.
 */
export function canonical(value: unknown): Uint8Array {
  const writer = new ByteWriter();
  encode(writer, value, undefined, new Set());
  return writer.bytes();
}

/**
 * The hash of a value that says what it is: `kind` keeps values of the same shape but another meaning apart.
 * It is the SHA-256 of `canonical([kind, value])`.
 */
export function digest(kind: string, value: unknown): Hash {
  const writer = new ByteWriter();
  writer.tag('a');
  writer.size(2);
  encode(writer, kind, undefined, new Set());
  encode(writer, value, undefined, new Set());
  return sha256(writer.bytes());
}

/** Deeper values are refused: they would overflow the stack one day, depending on the caller's own depth. */
const MAX_DEPTH = 500;

/** Where a part of the value is, from the part outwards; undefined is the value itself. */
type Place = { readonly parent: Place; readonly key: string | number } | undefined;

function encode(writer: ByteWriter, value: unknown, place: Place, around: Set<object>): void {
  if (value === null) writer.tag('z');
  else if (typeof value === 'boolean') writer.tag(value ? 't' : 'f');
  else if (typeof value === 'number') encodeNumber(writer, value);
  else if (typeof value === 'string') encodeString(writer, value, place);
  else if (typeof value !== 'object') throw refusal(typeof value, place);
  else if (dtypeOf(value)) encodeTyped(writer, value as TypedArray, place);
  else {
    if (around.has(value)) throw refusal('an object that contains itself', place);
    if (around.size >= MAX_DEPTH) throw refusal(`a value nested deeper than ${MAX_DEPTH}`, place);
    around.add(value);
    if (Array.isArray(value)) encodeArray(writer, value, place, around);
    else encodeObject(writer, value, place, around);
    around.delete(value);
  }
}

function encodeNumber(writer: ByteWriter, value: number): void {
  writer.tag('n');
  writer.float64(value);
}

function encodeString(writer: ByteWriter, text: string, place: Place): void {
  // Half of a surrogate pair has no UTF-8: two different strings would become the same bytes.
  if (/\p{Surrogate}/u.test(text)) throw refusal('a string with half of a surrogate pair', place);
  writer.tag('s');
  writer.text(text);
}

function encodeTyped(writer: ByteWriter, array: TypedArray, place: Place): void {
  writer.tag('b');
  encodeString(writer, dtypeOf(array)!, place);
  writer.size(array.length);
  writer.append(littleEndianBytes(array));
}

function encodeArray(writer: ByteWriter, items: readonly unknown[], place: Place, around: Set<object>): void {
  // Holes lack a key, and properties beside the items add one.
  if (Reflect.ownKeys(items).length !== items.length + 1 || Object.keys(items).length !== items.length) {
    throw refusal('an array with holes or with properties of its own', place);
  }
  writer.tag('a');
  writer.size(items.length);
  for (const [key, item] of items.entries()) encode(writer, item, { parent: place, key }, around);
}

function encodeObject(writer: ByteWriter, value: object, place: Place, around: Set<object>): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refusal(`a ${value.constructor?.name || 'class instance'}`, place);
  }
  const keys = Object.keys(value).sort();
  if (Reflect.ownKeys(value).length !== keys.length) {
    throw refusal('an object with symbols or hidden properties', place);
  }
  writer.tag('o');
  writer.size(keys.length);
  for (const key of keys) {
    const inside = { parent: place, key };
    encodeString(writer, key, inside);
    encode(writer, (value as Record<string, unknown>)[key], inside, around);
  }
}

function refusal(what: string, place: Place): TypeError {
  return new TypeError(
    `Cannot hash ${what}${place ? ` at ${describe(place)}` : ''}: use null, booleans, numbers, strings, arrays, plain objects or typed arrays.`,
  );
}

/** `params.grid.C[2]` */
function describe(place: Place): string {
  if (!place) return '';
  const { parent, key } = place;
  if (typeof key === 'number') return `${describe(parent)}[${key}]`;
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${describe(parent)}[${JSON.stringify(key)}]`;
  return parent ? `${describe(parent)}.${key}` : key;
}

class ByteWriter {
  #buffer = Buffer.allocUnsafe(1024);
  #length = 0;

  tag(letter: string): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = letter.charCodeAt(0);
  }

  size(count: number): void {
    this.#reserve(8);
    this.#buffer.writeUInt32BE(Math.floor(count / 2 ** 32), this.#length);
    this.#buffer.writeUInt32BE(count % 2 ** 32, this.#length + 4);
    this.#length += 8;
  }

  /** UTF-8, after its length. */
  text(text: string): void {
    // A UTF-16 code unit takes up three bytes at most.
    this.#reserve(8 + 3 * text.length);
    const length = this.#buffer.write(text, this.#length + 8);
    this.size(length);
    this.#length += length;
  }

  float64(value: number): void {
    this.#reserve(8);
    // A NaN carries bits that no comparison sees.
    if (Number.isNaN(value)) this.#buffer.writeBigUInt64BE(0x7ff8000000000000n, this.#length);
    else this.#buffer.writeDoubleBE(value, this.#length);
    this.#length += 8;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.byteLength);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.byteLength;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#length + count));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
