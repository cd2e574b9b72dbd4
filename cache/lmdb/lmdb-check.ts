import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { readMetas } from './lmdb-meta.js';
import { LmdbPages } from './lmdb-pages.js';

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
    const faults = new Set<string>();
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [before] = readMetas(file);
      const fault = firstFault(file);
      const [after] = readMetas(file);
      // What a transaction replaced meanwhile may be another one's page by now.
      if (fault === undefined || before?.transaction === after?.transaction) return fault;
      faults.add(fault);
    }
    // Damage stays where it is, and pages that are being replaced are others each time.
    return faults.size === 1 ? [...faults][0] : undefined;
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
  const lists = Array.from(pages.leaves(meta.free, byTransaction), ({ key, value }) => ({
    transaction: transactionOf(key),
    list: value(),
  }));
  for (const { key, database } of pages.leaves(meta.main)) {
    // Flags would have LMDB take keys and values for what they are not.
    if (database?.flags !== 0) fault ??= `the database ${nameIn(key)} is damaged`;
    else
      for (const leaf of pages.leaves(database)) {
        if (leaf.database) fault ??= `the database ${nameIn(key)} has one within it`;
        if (fault) return fault;
      }
  }
  // Asked last, when it is known which pages are not free.
  for (const { transaction, list } of lists) {
    const isPast = transaction > 0n && transaction <= meta.transaction;
    if (!isPast || !isFreeList(list, meta.lastPage, pages))
      fault ??= `the list of free pages of transaction ${transaction} is damaged`;
  }
  return fault;
}

/** A database's name, as lmdb-js writes it: with a zero at its end. One that is damaged may be any bytes. */
function nameIn(key: Buffer): string {
  const name = key.toString('latin1').replace(/\0$/, '');
  return /^[\w-]+$/.test(name) ? name : 'of another name';
}

/** The order of the lists of free pages, whose keys are the transactions that freed them. */
function byTransaction(one: Buffer, other: Buffer): number {
  return Number(transactionOf(one) - transactionOf(other));
}

/** 0 for a key that stands for none. */
function transactionOf(key: Buffer): bigint {
  return key.length === 8 ? key.readBigUInt64LE(0) : 0n;
}

/**
 * Whether a value is a list of free pages: how many words it has, and the words. A word is a page of the file, or 0 for none,
 * or, as lmdb-js writes runs of pages, the negative of how many there are from the page on that the next word is. LMDB would
 * hand out whatever is listed.
 */
function isFreeList(value: Buffer | undefined, lastPage: bigint, pages: LmdbPages): boolean {
  const most = BigInt(Math.floor((value?.length ?? 0) / 8) - 1);
  if (!value || most < 0n) return false;
  const counted = value.readBigUInt64LE(0);
  if (counted > most) return false;
  const words = Array.from({ length: Number(counted) }, (_, word) => value.readBigInt64LE(8 * (word + 1)));
  return words.every((word, index) => {
    if (word <= 0n) return -word <= lastPage;
    const before = words[index - 1] ?? 0n;
    const count = before < 0n ? -before : 1n;
    return word + count - 1n <= lastPage && pages.claim(Number(word), Number(count));
  });
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
  return other && newest?.free.flags === other.free.flags && arePossible ? undefined : 'its head is damaged';
}
