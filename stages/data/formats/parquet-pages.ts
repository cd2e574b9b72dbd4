import { type FileMetaData, snappyUncompress } from 'hyparquet';
import { checkRuns } from './parquet-runs.js';
import { ThriftReader, type ThriftStruct } from './parquet-thrift.js';

/** Room for the columns' names and places of a hundred thousand columns, in bytes. */
const MAX_FOOTER_BYTES = 16 * 2 ** 20;
/** `PAR1`, before it the footer's length in 32 bits. */
const TAIL_BYTES = 8;

/** Snappy gives at most 64 bytes for three (a copy with a two-byte offset). */
const MAX_SNAPPY_RATIO = 22;

type ColumnChunk = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>;

/** Throws an Error unless the sizes in a Parquet file's footer are such as fit into it. */
export function checkFooter(bytes: Uint8Array): void {
  const end = bytes.length - TAIL_BYTES;
  if (end < 0) throw new Error('it is too short');
  const length = viewOf(bytes).getUint32(end, true);
  if (length > Math.min(end, MAX_FOOTER_BYTES)) throw new Error(`its footer has ${length} bytes`);
  new ThriftReader(bytes.subarray(0, end), end - length).struct();
}

/**
 * Walks through the pages of a column as hyparquet will, and throws an Error unless each says how many values it has as
 * it has them, they are as many as the group has rows, and what is packed unpacks to what it says.
 *
 * @param isOptional whether values may be missing.
 */
export function checkColumn(bytes: Uint8Array, column: ColumnChunk, rows: number, isOptional: boolean): void {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 0 && end <= bytes.length)) throw new Error('a column lies outside of it');
  const reader = new ThriftReader(bytes.subarray(0, end), start);
  for (let row = 0; row < rows; ) {
    const header = reader.struct();
    const [type, unpackedBytes, packedBytes] = [1, 2, 3].map((field) => sizeIn(header, field));
    if (packedBytes! > end - reader.offset) throw new Error('a page goes beyond the end of its column');
    const page = bytes.subarray(reader.offset, reader.offset + packedBytes!);
    reader.offset += packedBytes!;
    const unpack = (packed: Uint8Array, length: number) => unpacked(packed, length, column.codec);
    if (type === DICTIONARY_PAGE) checkDictionary(header, unpack(page, unpackedBytes!));
    else if (type === DATA_PAGE) {
      const values = structIn(header, 5);
      row += checkCount(sizeIn(values, 1), rows - row);
      checkPage(unpack(page, unpackedBytes!), values, column.type === 'BOOLEAN', isOptional);
    } else if (type === DATA_PAGE_V2) {
      const values = structIn(header, 8);
      row += checkCount(sizeIn(values, 1), rows - row);
      checkPageV2(page, values, unpackedBytes!, column.type === 'BOOLEAN', isOptional, unpack);
    } else throw new Error(`it has a page of the unknown type ${type}`);
  }
}

const [DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2] = [0, 2, 3];
const [PLAIN, PLAIN_DICTIONARY, RLE, RLE_DICTIONARY, BYTE_STREAM_SPLIT] = [0, 2, 3, 8, 9];

function checkDictionary(header: ThriftStruct, page: Uint8Array): void {
  // No value takes up less than a bit.
  const count = sizeIn(structIn(header, 7), 1);
  if (count > 8 * page.length) throw new Error(`a dictionary of ${page.length} bytes has ${count} values`);
}

/** A page of values, and before them which are there, if some may be missing. */
function checkPage(page: Uint8Array, header: ThriftStruct, isBoolean: boolean, isOptional: boolean): void {
  const count = sizeIn(header, 1);
  const levels = isOptional ? lengthPrefixed(page) : undefined;
  const values = levels ? page.subarray(4 + levels.length) : page;
  const present = levels ? checkRuns(levels, 1, count) : count;
  const encoding = sizeIn(header, 2);
  // Of a dictionary with one value there are no runs.
  const isDictionary = encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY;
  if (!(isDictionary && values[0] === 0)) checkValues(values, encoding, present, isBoolean);
}

/** The same of the second version, in which what is missing is not packed. */
function checkPageV2(
  page: Uint8Array,
  header: ThriftStruct,
  unpackedBytes: number,
  isBoolean: boolean,
  isOptional: boolean,
  unpack: (packed: Uint8Array, length: number) => Uint8Array,
): void {
  const [count, missing, , encoding, levelBytes, repetitionBytes] = [1, 2, 3, 4, 5, 6].map((field) =>
    sizeIn(header, field),
  );
  if (repetitionBytes !== 0 || levelBytes! > page.length || missing! > count!) {
    throw new Error('the sizes of a page do not fit together');
  }
  if (isOptional) checkRuns(page.subarray(0, levelBytes), 1, count!);
  const packed = page.subarray(isOptional ? levelBytes : 0);
  const isPacked = header[7] !== false;
  const values = isPacked ? unpack(packed, unpackedBytes - levelBytes!) : packed;
  checkValues(values, encoding!, count! - missing!, isBoolean);
}

function checkValues(values: Uint8Array, encoding: number, count: number, isBoolean: boolean): void {
  switch (encoding) {
    case PLAIN:
    case BYTE_STREAM_SPLIT:
      if (count > 8 * values.length) throw new Error(`a page of ${values.length} bytes has ${count} values`);
      return;
    case RLE:
      if (!isBoolean) break;
      checkRuns(lengthPrefixed(values), 1, count);
      return;
    case PLAIN_DICTIONARY:
    case RLE_DICTIONARY: {
      if (isBoolean) break;
      const [bitWidth] = values;
      if (bitWidth === undefined) throw new Error('a page ends too soon');
      checkRuns(values.subarray(1), bitWidth, count);
      return;
    }
  }
  throw new Error(`its values are encoded in a way that is not read here (${encoding})`);
}

/** What follows its own length in 32 bits. */
function lengthPrefixed(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) throw new Error('a page ends too soon');
  const end = 4 + viewOf(bytes).getUint32(0, true);
  if (end > bytes.length) throw new Error('a page ends too soon');
  return bytes.subarray(4, end);
}

function unpacked(packed: Uint8Array, length: number, codec: string): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  if (codec !== 'SNAPPY') throw new Error(`it is packed by ${codec}, and only Snappy is unpacked here`);
  if (!(length >= 0 && length <= MAX_SNAPPY_RATIO * packed.length + 64)) {
    throw new Error(`a page of ${packed.length} bytes cannot unpack to ${length}`);
  }
  const page = new Uint8Array(length);
  snappyUncompress(packed, page);
  return page;
}

function checkCount(count: number, left: number): number {
  if (count < 1 || count > left) throw new Error(`a page has ${count} values where ${left} are left`);
  return count;
}

function sizeIn(struct: ThriftStruct, field: number): number {
  const size = struct[field];
  if (typeof size === 'number' && size >= 0) return size;
  throw new Error('a page does not say what it is');
}

function structIn(struct: ThriftStruct, field: number): ThriftStruct {
  const inner = struct[field];
  if (typeof inner === 'object' && !Array.isArray(inner) && !(inner instanceof Uint8Array)) {
    return inner as ThriftStruct;
  }
  throw new Error('a page does not say what it is');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
