import type { Labels, Matrix } from '../../../estimators/matrix.js';
import { gunzipIdx, type IdxContent, isGzip } from './gunzip-idx.js';
import { checkIdxLength, type IdxKind, parseIdxHeader } from './idx-header.js';

/** Images of one size, each a row of `height * width` pixels, row by row from the top. */
export interface IdxImages extends Matrix {
  readonly height: number;
  readonly width: number;
}

/**
 * Reads images (one byte a pixel) from the bytes of an IDX file, plain or gzipped. Plain bytes are not copied.
 * Rejects with an IdxError that names `file` unless the bytes are exactly what their header says.
 */
export async function readIdxImages(bytes: Uint8Array, file = 'IDX images'): Promise<IdxImages> {
  const { header, data } = await readIdx(bytes, 'images', file);
  const { count, height, width } = header;
  return { data, rows: count, columns: height * width, height, width };
}

/** Reads labels (one byte a label) from the bytes of an IDX file, as `readIdxImages` reads images. */
export async function readIdxLabels(bytes: Uint8Array, file = 'IDX labels'): Promise<Labels> {
  return (await readIdx(bytes, 'labels', file)).data;
}

async function readIdx(bytes: Uint8Array, kind: IdxKind, file: string): Promise<IdxContent> {
  if (isGzip(bytes)) return gunzipIdx(bytes, kind, file);
  const header = parseIdxHeader(bytes, kind, file);
  checkIdxLength(header, bytes.length, file);
  return {
    header,
    data: new Uint8Array(bytes.buffer, bytes.byteOffset + header.headerBytes, header.dataBytes),
  };
}
