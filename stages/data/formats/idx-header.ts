import { DataError } from '../table/data-error.js';

/** An IDX file that is not what it should be. */
export class IdxError extends DataError {
  override readonly name = 'IdxError';
}

/** What an IDX file of bytes holds: one label a sample, or one image a sample. */
export type IdxKind = 'labels' | 'images';

/** What the first bytes of an IDX file promise about the rest. */
export interface IdxHeader {
  /** Number of samples. */
  readonly count: number;
  /** Pixels of an image, or 1 for a label. */
  readonly height: number;
  readonly width: number;
  readonly headerBytes: number;
  /** `count * height * width`: what must follow the header, exactly. */
  readonly dataBytes: number;
}

/** Two zero bytes, the element type (8: unsigned byte), the number of dimensions. */
const MAGIC = { labels: 0x0801, images: 0x0803 } as const;

/** No data set that is classified here comes near it; a header that asks for more is wrong or hostile. */
const MAX_DATA_BYTES = 2 ** 30;

/** The length of a header of either kind: the magic number and one 32-bit number a dimension. */
export function idxHeaderBytes(kind: IdxKind): number {
  return kind === 'images' ? 16 : 8;
}

/**
 * Reads an IDX header (big-endian) from the first bytes of a file.
 * Source: the format's description at http://yann.lecun.com/exdb/mnist/.
 *
 * Throws an IdxError for too few bytes, another magic number, a dimension of 0 or more than 1 GiB of data.
 */
export function parseIdxHeader(head: Uint8Array, kind: IdxKind, file: string): IdxHeader {
  const headerBytes = idxHeaderBytes(kind);
  if (head.length < headerBytes) {
    throw new IdxError(file, `expected an IDX header of ${headerBytes} bytes, found ${head.length} bytes.`);
  }
  const view = new DataView(head.buffer, head.byteOffset, headerBytes);
  const magic = view.getUint32(0);
  if (magic !== MAGIC[kind]) {
    const found = `0x${magic.toString(16).padStart(8, '0')}`;
    const expected = `0x${MAGIC[kind].toString(16).padStart(8, '0')}`;
    throw new IdxError(file, `expected IDX ${kind} (magic number ${expected}), found magic number ${found}.`);
  }
  const count = view.getUint32(4);
  const [height, width] = kind === 'images' ? [view.getUint32(8), view.getUint32(12)] : [1, 1];
  const shape = kind === 'images' ? `${count} x ${height} x ${width}` : `${count}`;
  const dataBytes = count * height * width;
  if (dataBytes === 0) {
    throw new IdxError(file, `expected at least one of the ${kind}, found dimensions ${shape}.`);
  }
  if (dataBytes > MAX_DATA_BYTES) {
    throw new IdxError(file, `expected at most ${MAX_DATA_BYTES} bytes of data, found dimensions ${shape}.`);
  }
  return { count, height, width, headerBytes, dataBytes };
}

/** Throws an IdxError unless a file (unpacked) is exactly as long as its header says. */
export function checkIdxLength(header: IdxHeader, bytes: number, file: string): void {
  const expected = header.headerBytes + header.dataBytes;
  if (bytes !== expected) {
    const what = bytes < expected ? 'truncated' : 'too long';
    throw new IdxError(
      file,
      `expected ${expected} bytes for ${header.count} samples, found ${bytes}: it is ${what}.`,
    );
  }
}
