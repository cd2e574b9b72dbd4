import { endianness } from 'node:os';
import { DTYPE_NAMES, DTYPES, type Dtype, dtypeOf, type TypedArray } from './typed-array.js';

/** An array as NumPy knows it: elements in C order (the last index varies fastest), and the shape. */
export interface NpyArray {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/** Bytes that are no .npy file, or one of a kind that is not read here. */
export class NpyError extends Error {
  override readonly name = 'NpyError';
}

const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
/** The magic, and the header's length as 16 bits, little-endian. */
const PREFIX_BYTES = MAGIC.length + 2;
const ALIGNMENT = 64;
/** NumPy leaves room for the first dimension to grow to this many digits. */
const GROWTH_DIGITS = 21;
const MAX_DIMENSIONS = 32;

/**
 * The bytes of an .npy file, version 1.0, exactly as NumPy 1.24's `np.save` writes them.
 * Source: NumPy 1.24, lib/format.py.
 *
 * Throws a RangeError unless the shape's product is the number of elements; a shape of [] is a single one.
 */
export function encodeNpy(data: TypedArray, shape: readonly number[]): Uint8Array {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (!shape.every((dimension) => Number.isInteger(dimension) && dimension >= 0) || size !== data.length) {
    throw new RangeError(`The shape (${shape.join(', ')}) does not fit ${data.length} elements.`);
  }
  checkByteOrder();
  const header = encodeHeader(DTYPES[dtypeOf(data)!].descr, shape);
  const file = new Uint8Array(header.length + data.byteLength);
  file.set(header);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return file;
}

/**
 * Reads an .npy file of version 1.0: one-byte integers, or 2- and 4-byte integers and floats in little-endian
 * order, in C order. The elements are a copy.
 *
 * Throws an NpyError for anything else, a header that is not as NumPy writes it, or a wrong length.
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  checkByteOrder();
  const { dtype, shape, start } = decodeHeader(bytes);
  const { ArrayType, descr } = DTYPES[dtype];
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const expected = start + size * ArrayType.BYTES_PER_ELEMENT;
  if (bytes.length !== expected) {
    throw new NpyError(
      `The .npy file has ${bytes.length} bytes; its shape (${shape.join(', ')}) of ${descr} asks for ${expected}.`,
    );
  }
  // Not bytes.slice: a Node Buffer's is a view.
  return { data: new ArrayType(new Uint8Array(bytes.subarray(start)).buffer), shape };
}

function encodeHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const fields = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const room = shape.length === 0 ? 0 : GROWTH_DIGITS - `${shape[0]}`.length;
  const text = fields + ' '.repeat(room);
  // NumPy pads by 1 to 64 spaces, never by none.
  const padding = ALIGNMENT - ((PREFIX_BYTES + text.length + 1) % ALIGNMENT);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length + padding + 1);
  return Buffer.concat([MAGIC, length, Buffer.from(`${text}${' '.repeat(padding)}\n`, 'latin1')]);
}

const HEADER =
  /^\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \(((?:\d{1,15},)?|\d{1,15}(?:, \d{1,15})+)\), \} *\n$/;

function decodeHeader(bytes: Uint8Array): { dtype: Dtype; shape: number[]; start: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < PREFIX_BYTES || !buffer.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new NpyError('The bytes are no .npy file of version 1.0: they do not start with its magic number.');
  }
  const start = PREFIX_BYTES + buffer.readUInt16LE(MAGIC.length);
  if (buffer.length < start) {
    throw new NpyError(`The .npy file has ${buffer.length} bytes; its header alone asks for ${start}.`);
  }
  const match = HEADER.exec(buffer.toString('latin1', PREFIX_BYTES, start));
  if (!match) throw new NpyError("The .npy file's header is not one that NumPy writes.");
  const [, descr = '', fortranOrder, dimensions = ''] = match;
  const dtype = DTYPE_NAMES.find((name) => DTYPES[name].descr === descr);
  if (!dtype) {
    const known = DTYPE_NAMES.map((name) => DTYPES[name].descr).join(', ');
    throw new NpyError(
      `The .npy file has elements of type ${JSON.stringify(descr)}; only ${known} are read.`,
    );
  }
  if (fortranOrder === 'True') throw new NpyError('The .npy file is in Fortran order; only C order is read.');
  const shape = dimensions.split(',').filter(Boolean).map(Number);
  if (shape.length > MAX_DIMENSIONS) {
    throw new NpyError(`The .npy file has ${shape.length} dimensions; NumPy has at most ${MAX_DIMENSIONS}.`);
  }
  return { dtype, shape, start };
}

function checkByteOrder(): void {
  if (endianness() !== 'LE') throw new NpyError('.npy files are only handled on little-endian machines.');
}
