import * as z from 'zod';
import { type Hash, sha256 } from './hash.js';
import { hashSchema } from './record.js';
import type { Tables, TextTable, Write } from './tables.js';

/**
 * The history of a store, so that nobody can make up, change or take away a record unnoticed.
 *
 * Every transaction that writes entries of the tables below appends a link: the digest of each entry it wrote
 * (null: it deleted it), and the name of the link before. A link's name is the hash of its text, so a link vouches
 * for all of history before it. What is not covered: the newest links, if they are taken away together with what
 * they vouch for. Whoever noted down the name of the newest link (`head`) can tell even that.
 */
const CHAINED: readonly TextTable[] = ['records', 'runs', 'run-steps', 'tags'];

const linkSchema = z.strictObject({
  previous: hashSchema.nullable(),
  at: z.iso.datetime(),
  entries: z.array(
    z.strictObject({
      table: z.enum(CHAINED),
      key: z.string(),
      /** The SHA-256 of the entry's text. */
      digest: hashSchema.nullable(),
    }),
  ),
});
export type Link = z.infer<typeof linkSchema>;

/** What is wrong with a store's history. */
export type ChainFault =
  /** The link cannot be read, or does not follow the one before it. */
  | { readonly kind: 'link'; readonly index: number }
  /** `made-up`: no link knows the entry. `edited`: its text is not the one that was written. `missing`: it is not there. */
  | { readonly kind: 'made-up' | 'edited' | 'missing'; readonly table: string; readonly key: string };

export interface ChainReport {
  readonly links: number;
  /** The name of the newest link; null if there is none. */
  readonly head: Hash | null;
  readonly faults: readonly ChainFault[];
}

/** The same writes, and the link that tells of them, if they concern anything that has a history. */
export function withLink(writes: readonly Write[]): readonly Write[] {
  const entries = writes.flatMap((write) => {
    if (!('table' in write) || !CHAINED.includes(write.table)) return [];
    const digest = write.text === undefined ? null : digestOf(write.text);
    return { table: write.table, key: write.key, digest };
  });
  if (entries.length === 0) return writes;
  const at = new Date().toISOString();
  const text = (before: string | undefined) =>
    JSON.stringify({ previous: before === undefined ? null : digestOf(before), at, entries } satisfies Link);
  return [...writes, { append: 'chain', text }];
}

/** Holds a store against its history. Others may write in the meantime. */
export function verifyChain(tables: Tables): ChainReport {
  for (;;) {
    const before = tables.entries('chain');
    const present = new Map(
      CHAINED.flatMap((table) =>
        tables.entries(table).map(([key, text]) => [place(table, key), digestOf(text)]),
      ),
    );
    const links = tables.entries('chain');
    // Somebody wrote between the reads: they do not fit together.
    if (links.length === before.length) return compare(links, present);
  }
}

function compare(
  links: readonly (readonly [string, string])[],
  present: ReadonlyMap<string, Hash>,
): ChainReport {
  const faults: ChainFault[] = [];
  const known = new Map<string, { table: string; key: string; digest: Hash | null }>();
  let head: Hash | null = null;
  for (const [index, [, text]] of links.entries()) {
    const link = parseLink(text);
    if (!link || link.previous !== head) faults.push({ kind: 'link', index });
    head = digestOf(text);
    for (const entry of link?.entries ?? []) known.set(place(entry.table, entry.key), entry);
  }
  for (const [where, { table, key, digest }] of known) {
    const now = present.get(where);
    if (now === undefined && digest !== null) faults.push({ kind: 'missing', table, key });
    else if (now !== undefined && digest === null) faults.push({ kind: 'made-up', table, key });
    else if (now !== undefined && now !== digest) faults.push({ kind: 'edited', table, key });
  }
  for (const where of present.keys()) {
    if (known.has(where)) continue;
    const [table = '', key = ''] = where.split('/');
    faults.push({ kind: 'made-up', table, key });
  }
  return { links: links.length, head, faults };
}

function parseLink(text: string): Link | undefined {
  try {
    return linkSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function digestOf(text: string): Hash {
  return sha256(Buffer.from(text));
}

function place(table: string, key: string): string {
  return `${table}/${key}`;
}
