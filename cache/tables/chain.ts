import * as v from 'valibot';
import { type Hash, sha256 } from '../hash.js';
import { hashSchema, momentSchema } from '../record.js';
import { type CheckSignature, type Sign, signText, splitSignature } from '../signature.js';
import type { ChainFault, ChainReport, Subject } from '../store.js';
import { entrySubjects } from './entry-subjects.js';
import type { Tables, TextTable, Write } from './tables.js';

/**
 * The history of a store, so that nobody can make up, change or take away a record unnoticed.
 *
 * Every transaction that writes entries of the tables below appends a link: the digest of each entry it wrote
 * (null: it deleted it), and the name of the link before. A link's name is the hash of its text, so a link vouches
 * for all of history before it. What is not covered: the newest links, if they are taken away together with what
 * they vouch for; and a history that was rewritten as a whole. Whoever noted down the name of the newest link
 * (`head`) can tell even that, and so can whoever has the public key of those who signed each link (signature.ts).
 */
const CHAINED: readonly TextTable[] = ['records', 'runs', 'run-steps', 'tags'];

const linkSchema = v.strictObject({
  previous: v.nullable(hashSchema),
  at: momentSchema,
  entries: v.array(
    v.strictObject({
      table: v.picklist(CHAINED),
      key: v.string(),
      /** The SHA-256 of the entry's text. */
      digest: v.nullable(hashSchema),
    }),
  ),
  /** Ed25519, in base64, of the link's text without it. */
  signature: v.exactOptional(v.pipe(v.string(), v.base64())),
});
export type Link = v.InferOutput<typeof linkSchema>;

/** The same writes, and the link that tells of them, if they concern anything that has a history. */
export function withLink(writes: readonly Write[], sign?: Sign): readonly Write[] {
  const entries = writes.flatMap((write) => {
    if (!('table' in write) || !CHAINED.includes(write.table)) return [];
    const digest = write.text === undefined ? null : digestOf(write.text);
    return { table: write.table, key: write.key, digest };
  });
  if (entries.length === 0) return writes;
  const at = new Date().toISOString();
  const text = (before: string | undefined) => {
    const previous = before === undefined ? null : digestOf(before);
    return signText(JSON.stringify({ previous, at, entries } satisfies Link), sign);
  };
  return [...writes, { append: 'chain', text }];
}

/** Holds a store against its history, and its links against a public key. Others may write in the meantime. */
export function verifyChain(tables: Tables, isSigned?: CheckSignature): ChainReport {
  for (;;) {
    const before = tables.entries('chain');
    const present = new Map(
      CHAINED.flatMap((table) =>
        tables.entries(table).map(([key, text]) => [place(table, key), digestOf(text)]),
      ),
    );
    const subjectOf = entrySubjects(tables);
    const links = tables.entries('chain').map(([, text]) => text);
    // Somebody wrote between the reads: they do not fit together.
    if (links.length !== before.length) continue;
    const signatures = isSigned ? checkSignatures(links, isSigned) : [];
    const { heads, known, broken } = readLinks(links);
    const faults = [...broken, ...signatures, ...compare(known, present, subjectOf)];
    return { links: links.length, head: heads.at(-1) ?? null, heads, faults };
  }
}

interface Known {
  readonly table: string;
  readonly key: string;
  readonly digest: Hash | null;
}

/** What the links say: of each entry, the last word. */
function readLinks(links: readonly string[]) {
  const broken: ChainFault[] = [];
  const known = new Map<string, Known>();
  const heads: Hash[] = [];
  for (const [index, text] of links.entries()) {
    const link = parseLink(text);
    if (!link || link.previous !== (heads.at(-1) ?? null)) broken.push({ kind: 'link', index });
    heads.push(digestOf(text));
    for (const entry of link?.entries ?? []) known.set(place(entry.table, entry.key), entry);
  }
  return { heads, known, broken };
}

function compare(
  known: ReadonlyMap<string, Known>,
  present: ReadonlyMap<string, Hash>,
  subjectOf: (table: string, key: string) => Subject,
): ChainFault[] {
  const faults: ChainFault[] = [];
  const fault = (kind: 'made-up' | 'edited' | 'missing', table: string, key: string) =>
    faults.push({ kind, table, key, ...subjectOf(table, key) });
  for (const [where, { table, key, digest }] of known) {
    const now = present.get(where);
    if (now === undefined && digest !== null) fault('missing', table, key);
    else if (now !== undefined && digest === null) fault('made-up', table, key);
    else if (now !== undefined && now !== digest) fault('edited', table, key);
  }
  for (const where of present.keys()) {
    if (known.has(where)) continue;
    const [table = '', key = ''] = where.split('/');
    fault('made-up', table, key);
  }
  return faults;
}

function checkSignatures(links: readonly string[], isSigned: CheckSignature): ChainFault[] {
  return links.flatMap((link, index): ChainFault[] => {
    const { text, signature } = splitSignature(link);
    if (signature === undefined) return [{ kind: 'unsigned', index }];
    return isSigned(text, signature) ? [] : [{ kind: 'wrongly-signed', index }];
  });
}

function parseLink(text: string): Link | undefined {
  try {
    const parsed = v.safeParse(linkSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
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
