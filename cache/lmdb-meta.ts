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
  pageSize: 48,
  flags: 52,
  freeRoot: 88,
  mainRoot: 136,
  lastPage: 144,
  transaction: 152,
  end: 160,
};
/** Where the second one is, if the first one is lost, in bytes. */
export const USUAL_PAGE = 4096;
const MAGIC = 0xbeefc0de;
const VERSION = 2;

export interface Meta {
  /** In bytes. */
  readonly pageSize: number;
  /** The pages that the tree of free pages and that of the databases begin with. */
  readonly freeRoot: bigint;
  readonly mainRoot: bigint;
  readonly address: bigint;
  readonly mapBytes: bigint;
  readonly flags: number;
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
    freeRoot: page.readBigUInt64LE(META.freeRoot),
    mainRoot: page.readBigUInt64LE(META.mainRoot),
    address: page.readBigUInt64LE(META.address),
    mapBytes: page.readBigUInt64LE(META.mapBytes),
    flags: page.readUInt16LE(META.flags),
    lastPage: page.readBigUInt64LE(META.lastPage),
    transaction: page.readBigUInt64LE(META.transaction),
  };
}
