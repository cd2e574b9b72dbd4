import { setImmediate as nextTurn } from 'node:timers/promises';
import { referencesOf } from '../artifact/codec.js';
import { type Hash, sha256 } from '../hash.js';
import type { Sign } from '../signature.js';
import type { VerifyReport } from '../store.js';
import { withLink } from './chain.js';
import { ENTRY_TABLES, type Entries, type EntryTable, parseEntry } from './entries.js';
import type { Tables, Write } from './tables.js';

/** Other work of the process gets its turn after so many bytes: about 10 ms of hashing. */
const BYTES_A_TURN = 16 * 2 ** 20;

/**
 * Reads and checks everything. Deleted are: artifacts whose bytes do not hash to their name, entries that
 * cannot be read, and records and cells that lead, perhaps over references, to an artifact that is not there.
 * Others may write in the meantime.
 */
export async function verifyTables(
  tables: Tables,
  onProgress: (fraction: number) => void = () => undefined,
  sign?: Sign,
): Promise<VerifyReport> {
  const artifacts = new ArtifactCheck(tables);
  await artifacts.checkAll(onProgress);
  const broken: string[] = [];
  const deletions: Write[] = [];
  let records = 0;
  for (const table of ENTRY_TABLES) {
    for (const [key, text] of tables.entries(table)) {
      if (table === 'records') records++;
      const entry = parseEntry(table, key, text);
      if (entry && artifactsOf(entry).every((hash) => artifacts.isWhole(hash))) continue;
      broken.push(`${table}/${key}`);
      deletions.push({ table, key });
    }
  }
  if (deletions.length > 0) await tables.write(withLink(deletions, sign));
  return { artifacts: artifacts.count, records, damaged: artifacts.damaged, broken };
}

/** Reads each artifact once, and remembers what it refers to. */
class ArtifactCheck {
  readonly #tables: Tables;
  /** Artifact -> its references; undefined if it is not there, or not any more. */
  readonly #references = new Map<Hash, readonly Hash[] | undefined>();
  readonly #whole = new Map<Hash, boolean>();
  readonly damaged: Hash[] = [];
  /** How many there were, the damaged ones included. */
  count = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  async checkAll(onProgress: (fraction: number) => void): Promise<void> {
    const blobs = this.#tables.blobs();
    const total = blobs.reduce((sum, { byteLength }) => sum + byteLength, 0);
    let read = 0;
    let pauseAt = BYTES_A_TURN;
    for (const { key, byteLength } of blobs) {
      this.#referencesOf(key as Hash);
      read += byteLength;
      if (read < pauseAt) continue;
      pauseAt = read + BYTES_A_TURN;
      onProgress(read / total);
      await nextTurn();
    }
    onProgress(1);
  }

  /** Whether an artifact and all that it refers to are there. */
  isWhole(hash: Hash): boolean {
    const known = this.#whole.get(hash);
    if (known !== undefined) return known;
    const whole = this.#referencesOf(hash)?.every((reference) => this.isWhole(reference)) ?? false;
    this.#whole.set(hash, whole);
    return whole;
  }

  #referencesOf(hash: Hash): readonly Hash[] | undefined {
    if (!this.#references.has(hash)) this.#references.set(hash, this.#check(hash));
    return this.#references.get(hash);
  }

  #check(hash: Hash): readonly Hash[] | undefined {
    const bytes = this.#tables.getBlob(hash);
    if (!bytes && !this.#tables.hasBlob(hash)) return undefined;
    this.count++;
    if (bytes && sha256(bytes) === hash) return tryReferencesOf(bytes);
    this.#tables.dropBlob(hash);
    this.damaged.push(hash);
    return undefined;
  }
}

function artifactsOf(entry: Entries[EntryTable]): readonly Hash[] {
  if ('outputs' in entry) return Object.values(entry.outputs);
  return 'hash' in entry ? [entry.hash] : [];
}

/** Artifacts of another format, a newer version's perhaps, are kept: their bytes are what their name says. */
function tryReferencesOf(bytes: Uint8Array): readonly Hash[] {
  try {
    return referencesOf(bytes);
  } catch {
    return [];
  }
}
