import { createGunzip } from 'node:zlib';
import {
  checkIdxLength,
  IdxError,
  type IdxHeader,
  type IdxKind,
  idxHeaderBytes,
  parseIdxHeader,
} from './idx-header.js';

/** Deflate cannot pack more than this many bytes into one. Source: zlib's technical details. */
const MAX_DEFLATE_RATIO = 1032;

/** An IDX file's header and the data that followed it. */
export interface IdxContent {
  readonly header: IdxHeader;
  readonly data: Uint8Array;
}

/** Whether these are the first bytes of gzip data. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzipped IDX file. The header is read first and says how much may follow; unpacking stops at the
 * first byte beyond it, so that a small file cannot fill the memory.
 *
 * Rejects with an IdxError for damaged gzip data, for what `parseIdxHeader` refuses and for a wrong length.
 */
export async function gunzipIdx(packed: Uint8Array, kind: IdxKind, file: string): Promise<IdxContent> {
  const gunzip = createGunzip();
  gunzip.end(packed);
  let head: Uint8Array = new Uint8Array();
  let content: IdxContent | undefined;
  let unpacked = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      let rest: Uint8Array = chunk;
      if (!content) {
        head = Buffer.concat([head, chunk]);
        if (head.length < idxHeaderBytes(kind)) continue;
        content = makeRoom(head, packed.length, kind, file);
        rest = head.subarray(content.header.headerBytes);
        unpacked = content.header.headerBytes;
      }
      const offset = unpacked - content.header.headerBytes;
      unpacked += rest.length;
      if (offset + rest.length > content.data.length) checkIdxLength(content.header, unpacked, file);
      content.data.set(rest, offset);
    }
  } catch (cause) {
    if (cause instanceof IdxError) throw cause;
    throw new IdxError(file, `expected gzip data, found it damaged (${(cause as Error).message}).`, {
      cause,
    });
  }
  if (!content)
    throw new IdxError(file, `expected an IDX file, found ${head.length} bytes in the gzip data.`);
  checkIdxLength(content.header, unpacked, file);
  if (gunzip.bytesWritten !== packed.length) {
    const extra = packed.length - gunzip.bytesWritten;
    throw new IdxError(file, `expected the file to end with its gzip data, found ${extra} more bytes.`);
  }
  return content;
}

function makeRoom(head: Uint8Array, packedBytes: number, kind: IdxKind, file: string): IdxContent {
  const header = parseIdxHeader(head, kind, file);
  if (header.dataBytes > packedBytes * MAX_DEFLATE_RATIO) {
    throw new IdxError(
      file,
      `expected ${header.dataBytes} bytes of data, found a gzip file of ${packedBytes} bytes, which cannot hold them.`,
    );
  }
  return { header, data: new Uint8Array(header.dataBytes) };
}
