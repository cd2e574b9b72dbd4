/**
 * Thrift's compact protocol, in which a Parquet file says what is in it.
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.
 *
 * Read here to see that it is bounded, before a library that believes the sizes in it does. Every element of a list takes
 * up a byte at least, so a list cannot be longer than what follows of the file.
 */
export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct;

/** Field id -> value. */
export interface ThriftStruct {
  readonly [field: number]: ThriftValue;
}

/** Parquet's own structs lie in one another seven deep at most. */
const MAX_DEPTH = 12;
/** A 64-bit number takes up ten bytes at most. */
const MAX_VARINT_BYTES = 10;

const [STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12,
];

/** Reads structs from bytes, one after the other. Every method throws an Error for bytes that are none. */
export class ThriftReader {
  readonly #bytes: Uint8Array;
  /** Where the next one begins. */
  offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  struct(depth = 0): ThriftStruct {
    if (depth > MAX_DEPTH) throw new Error('it is nested too deeply');
    const fields: Record<number, ThriftValue> = {};
    for (let id = 0; ; ) {
      const head = this.#byte();
      const type = head & 15;
      if (type === STOP) return fields;
      id = head >> 4 === 0 ? this.#integer() : id + (head >> 4);
      fields[id] = this.#value(type, depth);
    }
  }

  #value(type: number, depth: number): ThriftValue {
    switch (type) {
      case TRUE:
        return true;
      case FALSE:
        return false;
      case BYTE:
        return this.#byte();
      case I16:
      case I32:
      case I64:
        return this.#integer();
      case DOUBLE:
        return this.#binary(8);
      case BINARY:
        return this.#binary(this.#varint());
      case LIST:
        return this.#list(depth);
      case STRUCT:
        return this.struct(depth + 1);
      default:
        throw new Error(`it has a field of the unknown type ${type}`);
    }
  }

  #list(depth: number): ThriftValue[] {
    const head = this.#byte();
    const size = head >> 4 === 15 ? this.#varint() : head >> 4;
    const type = head & 15;
    if (type === LIST) throw new Error('it has a list of lists');
    if (size > this.#bytes.length - this.offset)
      throw new Error(`a list of ${size} values goes beyond its end`);
    const isOfBooleans = type === TRUE || type === FALSE;
    return Array.from({ length: size }, () => this.#value(isOfBooleans ? BYTE! : type, depth));
  }

  #binary(length: number): Uint8Array {
    const end = this.offset + length;
    if (end > this.#bytes.length) throw new Error(`a text of ${length} bytes goes beyond its end`);
    const bytes = this.#bytes.subarray(this.offset, end);
    this.offset = end;
    return bytes;
  }

  /** A signed number in zigzag order. One that JavaScript cannot tell from its neighbours is no size of anything here. */
  #integer(): number {
    const coded = this.#varint();
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  #varint(): number {
    let value = 0;
    for (let index = 0, weight = 1; index < MAX_VARINT_BYTES; index++, weight *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
    throw new Error('it has a number that does not end');
  }

  #byte(): number {
    const byte = this.#bytes[this.offset++];
    if (byte === undefined) throw new Error('it ends too soon');
    return byte;
  }
}
