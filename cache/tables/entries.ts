import * as v from 'valibot';
import { type Hash, type Key, sha256 } from '../hash.js';
import {
  hashSchema,
  keySchema,
  type RunHeader,
  type RunStep,
  runHeaderSchema,
  runStepSchema,
  type StepRecord,
  stepRecordSchema,
  type Tag,
  tagSchema,
} from '../record.js';
import type { CellUse, FileMemory } from '../store.js';
import { readEntry, writeEntry } from './entry.js';
import type { Tables, Write } from './tables.js';

/** What each table holds. */
export interface Entries {
  /** Key -> record. */
  readonly records: StepRecord;
  /** Study and step -> the key of its newest record. */
  readonly latest: { readonly key: Key };
  /** Key -> artifact, and who used it last. */
  readonly cells: { readonly hash: Hash; readonly usedBy?: CellUse | undefined };
  /** Path -> what is known of its content. */
  readonly files: { readonly path: string; readonly memory: FileMemory };
  /** Run -> its header. */
  readonly runs: RunHeader;
  /** Run and moment -> the steps that were written then. */
  readonly 'run-steps': { readonly run: string; readonly steps: readonly RunStep[] };
  /** Name -> the run that has it. */
  readonly tags: Tag;
}
export type EntryTable = keyof Entries;

const SCHEMAS: { readonly [Table in EntryTable]: v.GenericSchema<unknown, Entries[Table]> } = {
  records: stepRecordSchema,
  latest: v.object({ key: keySchema }),
  cells: v.object({
    hash: hashSchema,
    usedBy: v.optional(v.object({ step: keySchema, atMs: v.number() })),
  }),
  files: v.object({
    path: v.string(),
    // Without a stamp it is of a release that kept too little to go by: it is not damaged, but fits no file.
    memory: v.object({ hash: hashSchema, stamp: v.optional(v.string(), '') }),
  }),
  runs: runHeaderSchema,
  'run-steps': v.object({ run: v.string(), steps: v.array(runStepSchema) }),
  tags: tagSchema,
};
export const ENTRY_TABLES = Object.keys(SCHEMAS) as readonly EntryTable[];

/** A key for what is named by texts of any length. */
export function nameOf(...texts: string[]): Hash {
  return sha256(Buffer.from(JSON.stringify(texts)));
}

/** The entry; undefined if there is none that can be read. */
export function findEntry<Table extends EntryTable>(
  tables: Tables,
  table: Table,
  key: string,
): Entries[Table] | undefined {
  return parseEntry(table, key, tables.get(table, key));
}

/** All entries that can be read, in ascending order of their keys. */
export function allEntries<Table extends EntryTable>(tables: Tables, table: Table): Entries[Table][] {
  return tables.entries(table).flatMap(([key, text]) => parseEntry(table, key, text) ?? []);
}

/** Throws a TypeError if the entry does not fit its table: it could not be read again. */
export function entryWrite<Table extends EntryTable>(
  table: Table,
  key: string,
  entry: Entries[Table],
): Write {
  const schema: v.GenericSchema<unknown, Entries[Table]> = SCHEMAS[table];
  const parsed = v.safeParse(schema, entry);
  if (!parsed.success) {
    throw new TypeError(`Cannot store this in ${table}: ${v.summarize(parsed.issues)}`);
  }
  return { table, key, text: writeEntry(placeOf(table, key), parsed.output) };
}

export function parseEntry<Table extends EntryTable>(
  table: Table,
  key: string,
  text: string | undefined,
): Entries[Table] | undefined {
  return readEntry(placeOf(table, key), text, SCHEMAS[table]);
}

function placeOf(table: EntryTable, key: string): string {
  return `${table}/${key}`;
}
