import { endianness } from 'node:os';

/** The kinds of numbers that arrays hold: name in an artifact -> the typed array of it, and NumPy's name. */
export const DTYPES = {
  u8: { ArrayType: Uint8Array, descr: '|u1' },
  i8: { ArrayType: Int8Array, descr: '|i1' },
  u16: { ArrayType: Uint16Array, descr: '<u2' },
  i16: { ArrayType: Int16Array, descr: '<i2' },
  u32: { ArrayType: Uint32Array, descr: '<u4' },
  i32: { ArrayType: Int32Array, descr: '<i4' },
  f32: { ArrayType: Float32Array, descr: '<f4' },
  f64: { ArrayType: Float64Array, descr: '<f8' },
} as const;
export type Dtype = keyof typeof DTYPES;
export type TypedArray = InstanceType<(typeof DTYPES)[Dtype]['ArrayType']>;

export const DTYPE_NAMES = Object.keys(DTYPES) as readonly Dtype[];

/** The dtype of a typed array, or undefined for anything else (Node's Buffer counts as u8). */
export function dtypeOf(value: unknown): Dtype | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  return DTYPE_NAMES.find((dtype) => value instanceof DTYPES[dtype].ArrayType);
}

/** The memory of a typed array, without copying. Throws on a big-endian processor. */
export function littleEndianBytes(array: ArrayBufferView): Uint8Array {
  if (endianness() !== 'LE') throw new Error('Restudy needs a little-endian processor.');
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
