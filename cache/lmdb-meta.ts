import { readSync } from 'node:fs';

/**
 * Where LMDB's data file says what it is (MDB_meta in LMDB's mdb.c): the first two pages, which transactions
 * write in turns. Places are in bytes from the start of a page.
 */
const META = { magic: 24, version: 28, pageSize: 48, lastPage: 144, transaction: 152, end: 160 };
const MAGIC = 0xbeefc0de;
const VERSION = 2;

export interface Meta {
  /** In bytes. */
  readonly pageSize: number;
  readonly lastPage: bigint;
  /** The id of the transaction that wrote this. */
  readonly transaction: bigint;
}

/** What the newest transaction wrote; undefined if the file is not LMDB's. */
export function readNewestMeta(descriptor: number): Meta | undefined {
  const first = readMeta(descriptor, 0);
  const second = first && readMeta(descriptor, first.pageSize);
  if (!first || !second) return undefined;
  return second.transaction > first.transaction ? second : first;
}

function readMeta(descriptor: number, position: number): Meta | undefined {
  const page = Buffer.alloc(META.end);
  if (readSync(descriptor, page, 0, META.end, position) < META.end) return undefined;
  const pageSize = page.readUInt32LE(META.pageSize);
  const isMeta = page.readUInt32LE(META.magic) === MAGIC && page.readUInt16LE(META.version) === VERSION;
  const isPageSize = pageSize >= 512 && pageSize <= 65_536 && Number.isInteger(Math.log2(pageSize));
  if (!isMeta || !isPageSize) return undefined;
  return {
    pageSize,
    lastPage: page.readBigUInt64LE(META.lastPage),
    transaction: page.readBigUInt64LE(META.transaction),
  };
}
