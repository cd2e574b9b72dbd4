import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { openRoot } from '../../cache/lmdb/lmdb-root.js';
import { LmdbTables } from '../../cache/lmdb/lmdb-tables.js';
import { LmdbTransactions } from '../../cache/lmdb/lmdb-transactions.js';
import { type StepRecord, stepRecordSchema } from '../../cache/record.js';
import { readEntry, writeEntry } from '../../cache/tables/entry.js';
import type { Tables } from '../../cache/tables/tables.js';

// What somebody does to a cache who knows how it is made, and goes around its history.

/** Works on the tables of a cache directly. */
export async function tamper<Result>(
  cache: string,
  body: (tables: Tables) => Result | Promise<Result>,
): Promise<Result> {
  const root = openRoot(cache);
  const tables = new LmdbTables(root, new LmdbTransactions(cache, root));
  try {
    return await body(tables);
  } finally {
    await tables.close();
  }
}

/** The record of a step: of the only one that there is. */
export function recordOf(tables: Tables, step: string): StepRecord {
  const records = tables
    .entries('records')
    .map(([key, text]) => readEntry(`records/${key}`, text, stepRecordSchema)!)
    .filter((record) => record.step === step);
  expect(records).toHaveLength(1);
  return records[0]!;
}

/** Writes a record as it would be written, with an entry that reads well. */
export function putRecord(tables: Tables, record: StepRecord): Promise<void> {
  const text = writeEntry(`records/${record.key}`, record);
  return tables.write([{ table: 'records', key: record.key, text }]);
}

/** Flips a bit of an artifact in the data file, at a place whose surroundings are nowhere else in it. */
export function flipBit(cache: string, content: Uint8Array): void {
  const file = path.join(cache, 'data.mdb');
  const bytes = readFileSync(file);
  for (let from = 0; from + 64 <= content.length; from += 64) {
    const piece = content.subarray(from, from + 64);
    const place = bytes.indexOf(piece);
    if (place < 0 || bytes.indexOf(piece, place + 1) >= 0) continue;
    bytes[place + 32]! ^= 0x20;
    writeFileSync(file, bytes);
    return;
  }
  throw new Error('No piece of the artifact is there just once.');
}
