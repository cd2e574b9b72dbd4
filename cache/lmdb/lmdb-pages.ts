import { fstatSync, readSync } from 'node:fs';
import { DATABASE_BYTES, type Database, readDatabase } from './lmdb-meta.js';

/**
 * LMDB's data file, read page by page without LMDB, which trusts it: with a damaged page it reads memory that is not
 * there, and the process is gone (SIGSEGV, SIGBUS). Source: MDB_page, MDB_node and MDB_db in LMDB's mdb.c; places in a
 * page are counted from the end of its head.
 */
const HEADER_BYTES = 24;
const NODE_BYTES = 8;
/** Where a value's first page says how many it has. */
const PAGES_OFFSET = 20;
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
  /** The database that the entry stands for. */
  readonly database?: Database;
}

/** Which of two keys comes first, as for `sort`. */
export type Order = (one: Buffer, other: Buffer) => number;

/** What the keys of a page must be in: from `low` on, and before `high`. */
interface Range {
  readonly low?: Buffer | undefined;
  readonly high?: Buffer | undefined;
}

/** How large a tree turns out to be. */
interface Size {
  branchPages: bigint;
  leafPages: bigint;
  overflowPages: bigint;
  entries: bigint;
}

/** A tree that is being read: what it should be, and what it is so far. */
interface Tree {
  /** Of its leaves. */
  readonly depth: number;
  readonly order: Order;
  readonly size: Size;
}

/** An entry in a page: where its key is, and the length of its value in bytes or the page that it leads to. */
interface Node {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly low: number;
  readonly flags: number;
}

const WORDS: Readonly<Record<keyof Size, string>> = {
  branchPages: 'branches',
  leafPages: 'leaves',
  overflowPages: 'pages of large values',
  entries: 'entries',
};

/** A data file. Faults are told, and what they are in is left out. */
export class LmdbPages {
  readonly #file: number;
  readonly #pageSize: number;
  readonly #pages: number;
  readonly #newest: bigint;
  /** Page -> 1 if a tree or a value has it, or it was noted as free. */
  readonly #seen: Uint8Array;
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
    this.#seen = new Uint8Array(this.#pages);
    this.#onFault = onFault;
  }

  /** The entries of a tree, which must be as large as it says, and its keys in order. */
  *leaves(database: Database, order: Order = Buffer.compare): Generator<Leaf> {
    const size: Size = { branchPages: 0n, leafPages: 0n, overflowPages: 0n, entries: 0n };
    if (database.root !== NONE)
      yield* this.#below(database.root, 1, {}, { depth: database.depth, order, size });
    const differing = (Object.keys(size) as (keyof Size)[]).find((what) => size[what] !== database[what]);
    const tree = database.root === NONE ? 'a tree without pages' : `the tree of page ${database.root}`;
    if (differing !== undefined) this.#onFault(`${tree} has not as many ${WORDS[differing]} as it says`);
  }

  *#below(root: bigint, depth: number, range: Range, tree: Tree): Generator<Leaf> {
    const page = this.#tree(root, depth);
    if (!page) return;
    const nodes = [...this.#nodes(page, Number(root))];
    const keys = nodes.map(({ keyStart, keyEnd }) => page.subarray(keyStart, keyEnd));
    const isLeaf = (page.readUInt16LE(18) & LEAF) !== 0;
    if (isLeaf !== (depth === tree.depth)) this.#onFault(`page ${root} is not where it belongs in its tree`);
    // A branch's first key means nothing: what is below it begins where the branch does.
    if (!areInOrder(isLeaf ? keys : keys.slice(1), range, tree.order))
      this.#onFault(`the keys of page ${root} are not in order`);
    if (isLeaf) {
      tree.size.leafPages++;
      tree.size.entries += BigInt(nodes.length);
    } else tree.size.branchPages++;
    for (const [index, node] of nodes.entries()) {
      if (isLeaf) {
        const leaf = this.#leaf(page, node, tree.size);
        if (leaf) yield leaf;
        else this.#onFault(`page ${root} has an entry without its value`);
      } else {
        const child = BigInt(node.low) + (BigInt(node.flags) << 32n);
        const low = index === 0 ? range.low : keys[index];
        yield* this.#below(child, depth + 1, { low, high: keys[index + 1] ?? range.high }, tree);
      }
    }
  }

  /** Takes pages that nothing else may have, and says whether nothing has. */
  claim(first: number, count: number): boolean {
    // Those behind the end of the file were never filled.
    const end = Math.min(first + count, this.#pages);
    const areFree = this.#seen.subarray(first, end).every((seen) => seen === 0);
    if (first < end) this.#seen.fill(1, first, end);
    return areFree;
  }

  /** The entries of all other pages that are leaves of a tree, or were: those of the newest transactions first. */
  *strays(): Generator<Leaf> {
    const strays: { readonly number: number; readonly transaction: bigint }[] = [];
    for (let number = 2; number < this.#pages; number++) {
      const header = this.#seen[number] ? undefined : this.#read(number * this.#pageSize, HEADER_BYTES);
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

  #leaf(page: Buffer, { keyStart, keyEnd, low: bytes, flags }: Node, size?: Size): Leaf | undefined {
    const key = page.subarray(keyStart, keyEnd);
    const end = keyEnd + (flags === IS_LARGE ? 8 : bytes);
    if (end > page.length || ![0, IS_LARGE, IS_DATABASE].includes(flags)) return undefined;
    if (flags === IS_LARGE) {
      const value = this.#takeValue(page.readBigUInt64LE(keyEnd), bytes);
      if (!value) return undefined;
      if (size) size.overflowPages += BigInt(value.pages);
      return { key, value: () => this.#read(value.position, bytes) };
    }
    const value = page.subarray(keyEnd, end);
    if (flags === 0) return { key, value: () => value };
    return bytes === DATABASE_BYTES ? { key, value: () => value, database: readDatabase(value) } : undefined;
  }

  /** Where a value of so many bytes is that has pages of its own, and how many these are; undefined if it is none. */
  #takeValue(id: bigint, bytes: number): { readonly position: number; readonly pages: number } | undefined {
    const first = this.#take(id, OVERFLOW);
    if (first === undefined) return undefined;
    const start = first * this.#pageSize;
    const pages = this.#read(start + PAGES_OFFSET, 4)?.readUInt32LE(0) ?? 0;
    // A shorter value may have been written over a longer one.
    const isInside = HEADER_BYTES + bytes <= pages * this.#pageSize && first + pages <= this.#pages;
    return isInside && this.claim(first + 1, pages - 1)
      ? { position: start + HEADER_BYTES, pages }
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
    if (this.#seen[number]) return undefined;
    this.#seen[number] = 1;
    return number;
  }

  #read(position: number, length: number): Buffer | undefined {
    const bytes = Buffer.alloc(length);
    return readSync(this.#file, bytes, 0, length, position) === length ? bytes : undefined;
  }
}

function areInOrder(keys: readonly Buffer[], { low, high }: Range, order: Order): boolean {
  const areAscending = keys.every((key, index) => index === 0 || order(keys[index - 1]!, key) < 0);
  const [first, last] = [keys[0], keys.at(-1)];
  const isInside = !first || !last || ((!low || order(low, first) <= 0) && (!high || order(last, high) < 0));
  return areAscending && isInside;
}
