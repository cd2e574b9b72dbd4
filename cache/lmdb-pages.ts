import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { readMetas } from './lmdb-meta.js';

/**
 * LMDB's data file, read page by page without LMDB, which trusts it: with a damaged page it reads memory that is not
 * there, and the process is gone (SIGSEGV, SIGBUS). Source: MDB_page, MDB_node and MDB_db in LMDB's mdb.c; places in a
 * page are counted from the end of its head.
 */
const HEADER_BYTES = 24;
const NODE_BYTES = 8;
const DATABASE_BYTES = 48;
const BRANCH = 1;
const LEAF = 2;
const OVERFLOW = 4;
/** The flags of a page that say what it is; the others were of use to the transaction that wrote it. */
const KINDS = 0x6f;
const IS_LARGE = 1;
const IS_DATABASE = 2;
/** No page; and later than any transaction. */
export const NONE = 0xffff_ffff_ffff_ffffn;
/** LMDB's cursors hold no more pages than this below one another. */
const MAX_DEPTH = 32;

/** A file may be longer than what it has on the disk: file systems pack, and some say later what they wrote. */
const MOST_GAPS = 64;
const MOST_HOLES_BYTES = 2 ** 28;
/** What `stat` counts in. */
const STAT_BLOCK_BYTES = 512;

/** An entry of a tree. */
export interface Leaf {
  readonly key: Buffer;
  /** Reads it; undefined if it is not all there. */
  readonly value: () => Buffer | undefined;
  /** Where the root of the database is that the entry stands for. */
  readonly root?: bigint;
}

/** An entry in a page: where its key is, and the length of its value in bytes or the page that it leads to. */
interface Node {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly low: number;
  readonly flags: number;
}

/** A data file. Faults are told, and what they are in is left out. */
export class LmdbPages {
  readonly #file: number;
  readonly #pageSize: number;
  readonly #pages: number;
  readonly #newest: bigint;
  readonly #seen = new Set<number>();
  readonly #onFault: (fault: string) => void;

  /** @param newest the id of the newest transaction: a page of a later one would be taken for one that is being written. */
  constructor(file: number, pageSize: number, newest: bigint, onFault: (fault: string) => void) {
    this.#file = file;
    this.#pageSize = pageSize;
    this.#newest = newest;
    const { size, blocks } = fstatSync(file);
    // LMDB itself may have written to wherever a damaged list of free pages led it: most of such a file is a hole.
    const mostBytes = MOST_HOLES_BYTES + MOST_GAPS * blocks * STAT_BLOCK_BYTES;
    this.#pages = Math.ceil(Math.min(size, mostBytes) / pageSize);
    this.#onFault = onFault;
  }

  /** The entries of the tree below a page. */
  *leaves(root: bigint, depth = 0): Generator<Leaf> {
    if (root === NONE) return;
    const page = this.#tree(root, depth);
    if (!page) return;
    const isLeaf = (page.readUInt16LE(18) & LEAF) !== 0;
    for (const node of this.#nodes(page, Number(root))) {
      if (!isLeaf) yield* this.leaves(BigInt(node.low) + (BigInt(node.flags) << 32n), depth + 1);
      else {
        const leaf = this.#leaf(page, node);
        if (leaf) yield leaf;
        else this.#onFault(`page ${root} has a value outside of the file`);
      }
    }
  }

  /** The entries of all other pages that are leaves of a tree, or were: those of the newest transactions first. */
  *strays(): Generator<Leaf> {
    const strays: { readonly number: number; readonly transaction: bigint }[] = [];
    for (let number = 2; number < this.#pages; number++) {
      const header = this.#seen.has(number) ? undefined : this.#read(number * this.#pageSize, HEADER_BYTES);
      const isLeaf =
        header?.readBigUInt64LE(0) === BigInt(number) && (header.readUInt16LE(18) & KINDS) === LEAF;
      if (header && isLeaf) strays.push({ number, transaction: header.readBigUInt64LE(8) });
    }
    strays.sort((one, other) => Number(other.transaction - one.transaction));
    for (const { number } of strays) {
      const page = this.#tree(BigInt(number), 0);
      if (page) for (const node of this.#nodes(page, number)) yield* [this.#leaf(page, node) ?? []].flat();
    }
  }

  *#nodes(page: Buffer, number: number): Generator<Node> {
    const count = page.readUInt16LE(20) >> 1;
    for (let index = 0; index < count; index++) {
      const at = HEADER_BYTES + page.readUInt16LE(HEADER_BYTES + 2 * index);
      const keyStart = at + NODE_BYTES;
      const isInside = at >= HEADER_BYTES + 2 * count && keyStart <= page.length;
      const keyEnd = isInside ? keyStart + page.readUInt16LE(at + 6) : Number.POSITIVE_INFINITY;
      if (keyEnd > page.length) this.#onFault(`page ${number} has an entry outside of it`);
      else yield { keyStart, keyEnd, low: page.readUInt32LE(at), flags: page.readUInt16LE(at + 4) };
    }
  }

  #leaf(page: Buffer, { keyStart, keyEnd, low: bytes, flags }: Node): Leaf | undefined {
    const key = page.subarray(keyStart, keyEnd);
    const end = keyEnd + ((flags & IS_LARGE) === 0 ? bytes : 8);
    if (end > page.length) return undefined;
    if ((flags & IS_LARGE) !== 0) {
      const first = this.#take(page.readBigUInt64LE(keyEnd), OVERFLOW);
      const position = first === undefined ? 0 : first * this.#pageSize + HEADER_BYTES;
      if (first === undefined || position + bytes > this.#pages * this.#pageSize) return undefined;
      return { key, value: () => this.#read(position, bytes) };
    }
    const value = page.subarray(keyEnd, end);
    if ((flags & IS_DATABASE) === 0) return { key, value: () => value };
    return bytes === DATABASE_BYTES
      ? { key, value: () => value, root: value.readBigUInt64LE(40) }
      : undefined;
  }

  /** A page of a tree that is what it should be. */
  #tree(root: bigint, depth: number): Buffer | undefined {
    const number = this.#take(root, BRANCH | LEAF);
    if (number === undefined || depth > MAX_DEPTH) {
      this.#onFault(`page ${root} is not one of a tree`);
      return undefined;
    }
    const page = this.#read(number * this.#pageSize, this.#pageSize);
    const [flags, lower, upper] = [18, 20, 22].map((offset) => page?.readUInt16LE(offset) ?? 0);
    const kind = flags! & KINDS;
    const isOne = kind === BRANCH || kind === LEAF;
    if (!page || !isOne || lower! % 2 !== 0 || upper! < lower! || upper! > this.#pageSize - HEADER_BYTES) {
      this.#onFault(`the head of page ${number} is damaged`);
      return undefined;
    }
    // A branch leads to two pages at least, or there would be none.
    if (kind === BRANCH && lower! < 4) this.#onFault(`page ${number} leads nowhere`);
    return page;
  }

  /** The number of a page that is in the file, says so itself and was not come by before; undefined for any other. */
  #take(id: bigint, flags: number): number | undefined {
    if (id < 2n || id >= BigInt(this.#pages)) return undefined;
    const number = Number(id);
    const header = this.#read(number * this.#pageSize, HEADER_BYTES);
    if (header?.readBigUInt64LE(0) !== id || (header.readUInt16LE(18) & flags) === 0) return undefined;
    if (header.readBigUInt64LE(8) > this.#newest) return undefined;
    if (this.#seen.has(number)) return undefined;
    this.#seen.add(number);
    return number;
  }

  #read(position: number, length: number): Buffer | undefined {
    const bytes = Buffer.alloc(length);
    return readSync(this.#file, bytes, 0, length, position) === length ? bytes : undefined;
  }
}

/** What a process can address. */
const MOST_MAP_BYTES = 2n ** 47n;
/** How often a file is looked at that somebody else writes to meanwhile. */
const ATTEMPTS = 5;

/**
 * What is wrong with a page of a store's data file that LMDB would go by; undefined if nothing is. Values are not looked at:
 * each has a checksum of its own.
 */
export function findFault(folder: string): string | undefined {
  const name = path.join(folder, 'data.mdb');
  if (!existsSync(name)) return undefined;
  const file = openSync(name, 'r');
  try {
    for (let attempt = 1; ; attempt++) {
      const [before] = readMetas(file);
      const fault = firstFault(file);
      const [after] = readMetas(file);
      // What a transaction replaced meanwhile may be another one's page by now.
      const isSame = before?.transaction === after?.transaction;
      if (fault === undefined || isSame || attempt === ATTEMPTS) return fault;
    }
  } finally {
    closeSync(file);
  }
}

function firstFault(file: number): string | undefined {
  const [meta] = readMetas(file);
  // A file that is being made.
  if (!meta) return undefined;
  let fault = headFault(file);
  const pages = new LmdbPages(file, meta.pageSize, meta.transaction, (found) => {
    fault ??= found;
  });
  for (const leaf of pages.leaves(meta.freeRoot)) {
    if (!isFreeList(leaf.value(), meta.lastPage)) fault ??= 'the list of its free pages is damaged';
  }
  for (const { key, value, root } of pages.leaves(meta.mainRoot)) {
    // Flags would have LMDB take keys and values for what they are not.
    if (root === undefined || value()?.readUInt16LE(4) !== 0) fault ??= `the database ${key} is damaged`;
    else for (const _ of pages.leaves(root)) if (fault) return fault;
  }
  return fault;
}

/**
 * Whether a value is a list of free pages: how many words it has, and the words, each a page of the file or, as lmdb-js writes
 * runs of pages, the negative of their number; 0 for none. LMDB would hand out whatever else it lists.
 */
function isFreeList(value: Buffer | undefined, lastPage: bigint): boolean {
  const most = BigInt(Math.floor((value?.length ?? 0) / 8) - 1);
  if (!value || most < 0n) return false;
  const counted = value.readBigUInt64LE(0);
  if (counted > most) return false;
  for (let word = 1; word <= Number(counted); word++) {
    const page = value.readBigInt64LE(8 * word);
    if (page > lastPage || -page > lastPage) return false;
  }
  return true;
}

/**
 * What both heads of the file say: where it is to be mapped (nowhere in particular, as large as can be), the transaction, and
 * its flags.
 */
function headFault(file: number): string | undefined {
  const metas = readMetas(file);
  const [newest, other] = metas;
  const arePossible = metas.every(
    ({ address, mapBytes, pageSize, transaction }) =>
      address === 0n &&
      mapBytes < MOST_MAP_BYTES &&
      mapBytes % BigInt(pageSize) === 0n &&
      transaction <= Number.MAX_SAFE_INTEGER,
  );
  return other && newest?.flags === other.flags && arePossible ? undefined : 'its head is damaged';
}
