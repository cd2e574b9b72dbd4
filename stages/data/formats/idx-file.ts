import { type FileHandle, open } from 'node:fs/promises';
import { gunzipIdx, isGzip } from './gunzip-idx.js';
import {
  checkIdxLength,
  IdxError,
  type IdxHeader,
  type IdxKind,
  idxHeaderBytes,
  parseIdxHeader,
} from './idx-header.js';

/** An open IDX file whose header and length have been checked. Close it. */
export interface IdxFile {
  readonly path: string;
  readonly header: IdxHeader;
  /** Fills `target`, which has room for `header.dataBytes`, with the data. */
  readInto(target: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens an IDX file, plain or gzipped. The data of a plain one goes from the disk straight to where it is
 * wanted; a gzipped one is unpacked here.
 * Rejects with an IdxError for a file that cannot be read or is not what its header says.
 */
export async function openIdxFile(path: string, kind: IdxKind): Promise<IdxFile> {
  const handle = await open(path).catch((cause) => {
    throw unreadable(path, cause);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new IdxError(path, 'expected a file, found something else.');
    const head = new Uint8Array(Math.min(idxHeaderBytes(kind), stat.size));
    await fill(handle, head, 0, path);
    if (isGzip(head)) {
      const packed = new Uint8Array(stat.size);
      await fill(handle, packed, 0, path);
      const { header, data } = await gunzipIdx(packed, kind, path);
      return { path, header, readInto: async (target) => target.set(data), close: () => handle.close() };
    }
    const header = parseIdxHeader(head, kind, path);
    checkIdxLength(header, stat.size, path);
    return {
      path,
      header,
      readInto: (target) => fill(handle, target, header.headerBytes, path),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function fill(handle: FileHandle, target: Uint8Array, position: number, path: string): Promise<void> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await handle
      .read(target, filled, target.length - filled, position + filled)
      .catch((cause) => {
        throw unreadable(path, cause);
      });
    if (bytesRead === 0) {
      throw new IdxError(path, `expected ${target.length} bytes from byte ${position}, found ${filled}.`);
    }
    filled += bytesRead;
  }
}

function unreadable(path: string, cause: NodeJS.ErrnoException): IdxError {
  const why = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
  return new IdxError(path, `expected a readable file, but ${why}.`, { cause });
}
