import { closeSync, existsSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isHash, sha256 } from '../hash.js';
import { StoreError } from '../store-error.js';
import { verifyChain, withLink } from '../tables/chain.js';
import { ENTRY_TABLES, type EntryTable, parseEntry } from '../tables/entries.js';
import type { Tables, Write } from '../tables/tables.js';
import { verifyTables } from '../tables/verify.js';
import { putInPlace } from './lmdb-compact.js';
import { readMetas, USUAL_PAGE } from './lmdb-meta.js';
import { type Leaf, LmdbPages, NONE } from './lmdb-pages.js';
import { FORMAT, openTables, otherFormat } from './lmdb-store.js';
import type { LmdbTables } from './lmdb-tables.js';
import { enterFolder } from './presence.js';

/** What was saved of a damaged store. */
export interface RepairReport {
  readonly records: number;
  readonly artifacts: number;
  /** Entries and artifacts that were found and are not what they were. */
  readonly damaged: number;
  /** Where the damaged file is now. */
  readonly kept: string;
}

/** Database -> key -> how to read what its pages hold. */
type Found = ReadonlyMap<string, ReadonlyMap<string, Leaf['value']>>;

/** A record's log may be long. What LMDB let grow by mistake may be longer than any text can be. */
const MOST_TEXT_BYTES = 64 * 2 ** 20;

/** So much is written in one transaction, in bytes, and some. */
const BYTES_A_WRITE = 64 * 2 ** 20;

/**
 * Makes a new store of what is good in a damaged one, and puts it in its place; the damaged file stays beside it. Good is
 * what can still be reached and has the checksum that it was written with: nothing is guessed.
 * The history goes on with what it came to.
 *
 * Throws a StoreError if somebody else has the store open, or there is none; then nothing was changed.
 */
export async function repairStore(folder: string): Promise<RepairReport> {
  const file = path.join(folder, 'data.mdb');
  if (!existsSync(file)) throw problem(folder, 'not-a-store', 'there is no data.mdb in it');
  const presence = enterFolder(folder);
  try {
    const entered = await presence.alone();
    if ('others' in entered) {
      const who = entered.others.map(({ pid }) => pid).join(', ');
      throw problem(folder, 'busy', `another process has it open (${who})`);
    }
    const copy = mkdtempSync(path.join(folder, 'compact-'));
    try {
      const saved = await saveFile(folder, file, copy);
      const kept = nextFreeName(folder);
      renameSync(file, kept);
      putInPlace(copy, folder);
      return { ...saved, kept };
    } finally {
      rmSync(copy, { recursive: true, force: true });
      entered.alone.leave();
    }
  } finally {
    presence.leave();
  }
}

async function saveFile(folder: string, file: string, copy: string): Promise<Omit<RepairReport, 'kept'>> {
  const descriptor = openSync(file, 'r');
  try {
    const found = findAll(descriptor);
    if (found.size === 0) throw problem(folder, 'not-a-store', 'nothing of it can be found in data.mdb');
    const format = found.get('meta')?.get('format')?.()?.toString('utf8');
    if (format !== undefined && format !== String(FORMAT)) throw otherFormat(folder, format);
    return await save(found, copy);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * All that can be reached by the newest transaction; and if not all of that is whole, what is lost of it by the one before,
 * and what stands in pages that nothing leads to any more: those that replaced one another hold earlier versions too.
 */
function findAll(descriptor: number): Found {
  const found = new Map<string, Map<string, Leaf['value']>>();
  const add = (table: string, { key, value }: Leaf) => {
    const entries = found.get(table) ?? new Map<string, Leaf['value']>();
    found.set(table, entries);
    if (!entries.has(textOf(key))) entries.set(textOf(key), value);
  };
  const metas = readMetas(descriptor);
  for (const meta of metas) {
    let isWhole = true;
    const pages = new LmdbPages(descriptor, meta.pageSize, meta.transaction, () => {
      isWhole = false;
    });
    for (const { key, database } of pages.leaves(meta.main)) {
      if (database) for (const entry of pages.leaves(database)) add(textOf(key), entry);
    }
    if (isWhole) return found;
  }
  const pages = new LmdbPages(descriptor, metas[0]?.pageSize ?? USUAL_PAGE, NONE, () => undefined);
  for (const leaf of pages.strays()) {
    const table = tableOf(textOf(leaf.key), leaf);
    if (table) add(table, leaf);
  }
  return found;
}

/** Which table an entry is of: each is written for a place in one. */
function tableOf(key: string, { value }: Leaf): string | undefined {
  if (/^[0-9a-f]{64}\/\d+$/.test(key)) return 'chunks';
  const text = textIn(value);
  if (/^\d{12}$/.test(key) && text.startsWith('{"previous":')) return 'chain';
  return ENTRY_TABLES.find((table) => isWhole(table, key, text));
}

async function save(found: Found, folder: string): Promise<Omit<RepairReport, 'kept'>> {
  const tables = openTables(folder);
  try {
    const texts = await saveTexts(found, tables);
    const blobs = await saveBlobs(found, tables);
    const { broken } = await verifyTables(tables);
    await recordState(tables);
    return {
      records: tables.entries('records').length,
      artifacts: blobs.saved,
      damaged: texts + blobs.damaged + broken.length,
    };
  } finally {
    await tables.close();
  }
}

/** Returns how many entries are damaged. */
async function saveTexts(found: Found, tables: LmdbTables): Promise<number> {
  let damaged = 0;
  for (const table of [...ENTRY_TABLES, 'chain'] as const) {
    const writes: Write[] = [];
    for (const [key, value] of found.get(table) ?? []) {
      const text = textIn(value);
      if (table === 'chain' ? /^\d{12}$/.test(key) : isWhole(table, key, text))
        writes.push({ table, key, text });
      else damaged++;
    }
    await tables.write(writes);
  }
  return damaged;
}

/** The text that a value is; an empty one if it is not all there, or longer than any. */
function textIn(value: Leaf['value']): string {
  const bytes = value();
  return bytes && bytes.length <= MOST_TEXT_BYTES ? bytes.toString('utf8') : '';
}

function isWhole(table: EntryTable, key: string, text: string): boolean {
  return parseEntry(table, key, text) !== undefined;
}

async function saveBlobs(found: Found, tables: LmdbTables): Promise<{ saved: number; damaged: number }> {
  let saved = 0;
  let damaged = 0;
  let writes: Write[] = [];
  let bytesWaiting = 0;
  const chunks = found.get('chunks') ?? new Map<string, Leaf['value']>();
  for (const name of new Set([...chunks.keys()].map((key) => key.split('/')[0]!))) {
    const parts: Buffer[] = [];
    const next = () => chunks.get(`${name}/${parts.length}`)?.();
    for (let part = next(); part; part = next()) parts.push(part);
    const bytes = new Uint8Array(Buffer.concat(parts));
    if (!isHash(name) || sha256(bytes) !== name) {
      damaged++;
      continue;
    }
    saved++;
    writes.push({ blob: name, bytes });
    bytesWaiting += bytes.length;
    if (bytesWaiting < BYTES_A_WRITE) continue;
    await tables.write(writes);
    [writes, bytesWaiting] = [[], 0];
  }
  await tables.write(writes);
  return { saved, damaged };
}

/**
 * The history goes on: what it knows and is not there any more was deleted now, and what is there and whole, though the
 * history does not say so any more, or tells of a later version, was written now.
 */
async function recordState(tables: Tables): Promise<void> {
  const differing = verifyChain(tables).faults.flatMap((fault): Write[] => {
    if (fault.kind !== 'missing' && fault.kind !== 'made-up' && fault.kind !== 'edited') return [];
    const [table, key] = [fault.table as EntryTable, fault.key];
    const text = tables.get(table, key);
    return [text === undefined ? { table, key } : { table, key, text }];
  });
  if (differing.length > 0) await tables.write(withLink(differing));
}

/** LMDB's keys are ordered as lmdb-js writes them: a text as it is, with a zero at its end in a longer key. */
function textOf(key: Buffer): string {
  return key.toString('utf8').replace(/\0+$/, '');
}

function nextFreeName(folder: string): string {
  for (let number = 1; ; number++) {
    const name = path.join(folder, `damaged-${number}.mdb`);
    if (!existsSync(name)) return name;
  }
}

function problem(folder: string, code: 'busy' | 'not-a-store', reason: string): StoreError {
  return new StoreError(code, folder, `The cache in ${folder} cannot be repaired: ${reason}.`);
}
