import { readSync } from 'node:fs';

/**
 * Where LMDB's data file says what it is (MDB_meta in LMDB's mdb.c): the first two pages, which transactions
 * write in turns. Places are in bytes from the start of a page.
 */
const META = {
  magic: 24,
  version: 28,
  address: 32,
  mapBytes: 40,
  free: 48,
  pageSize: 48,
  main: 96,
  lastPage: 144,
  transaction: 152,
  end: 160,
};
/** Where the second one is, if the first one is lost, in bytes. */
export const USUAL_PAGE = 4096;
const MAGIC = 0xbeefc0de;
const VERSION = 2;

/** A tree of pages (MDB_db in LMDB's mdb.c): the page that it begins with, and how large it is. */
export interface Database {
  readonly flags: number;
  /** Pages from the root to a leaf, both counted. */
  readonly depth: number;
  readonly branchPages: bigint;
  readonly leafPages: bigint;
  readonly overflowPages: bigint;
  readonly entries: bigint;
  readonly root: bigint;
}
export const DATABASE_BYTES = 48;

export interface Meta {
  /** In bytes. */
  readonly pageSize: number;
  /** The lists of free pages, whose flags are also the file's own, and the databases by their names. */
  readonly free: Database;
  readonly main: Database;
  readonly address: bigint;
  readonly mapBytes: bigint;
  readonly lastPage: bigint;
  /** The id of the transaction that wrote this. */
  readonly transaction: bigint;
}

/** What the newest transaction wrote; undefined if the file is not LMDB's. */
export function readNewestMeta(descriptor: number): Meta | undefined {
  const [newest, other] = readMetas(descriptor);
  return other && newest;
}

/** What can be read of what the last two transactions wrote, the newest one first. */
export function readMetas(descriptor: number): Meta[] {
  const first = readMeta(descriptor, 0);
  const second = readMeta(descriptor, first?.pageSize ?? USUAL_PAGE);
  return [first, second]
    .filter((meta) => meta !== undefined)
    .sort((one, other) => Number(other.transaction - one.transaction));
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
    free: readDatabase(page.subarray(META.free)),
    main: readDatabase(page.subarray(META.main)),
    address: page.readBigUInt64LE(META.address),
    mapBytes: page.readBigUInt64LE(META.mapBytes),
    lastPage: page.readBigUInt64LE(META.lastPage),
    transaction: page.readBigUInt64LE(META.transaction),
  };
}

/** @param bytes of at least DATABASE_BYTES. */
export function readDatabase(bytes: Buffer): Database {
  return {
    flags: bytes.readUInt16LE(4),
    depth: bytes.readUInt16LE(6),
    branchPages: bytes.readBigUInt64LE(8),
    leafPages: bytes.readBigUInt64LE(16),
    overflowPages: bytes.readBigUInt64LE(24),
    entries: bytes.readBigUInt64LE(32),
    root: bytes.readBigUInt64LE(40),
  };
}
