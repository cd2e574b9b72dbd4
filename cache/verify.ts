import { setImmediate as nextTurn } from 'node:timers/promises';
import { referencesOf } from './codec.js';
import { ENTRY_TABLES, type Entries, type EntryTable, parseEntry } from './entries.js';
import { type Hash, sha256 } from './hash.js';
import type { VerifyReport } from './store.js';
import type { Tables, Write } from './tables.js';

/** Other work of the process gets its turn after so many bytes: about 10 ms of hashing. */
const BYTES_A_TURN = 16 * 2 ** 20;

/**
 * Reads and checks everything. Deleted are: artifacts whose bytes do not hash to their name, entries that
 * cannot be read, and records and cells that lead, perhaps over references, to an artifact that is not there.
 */
export async function verifyTables(
  tables: Tables,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<VerifyReport> {
  const { references, damaged } = await verifyArtifacts(tables, onProgress);
  const isWhole = wholeness(references);
  const broken: string[] = [];
  const deletions: Write[] = [];
  let records = 0;
  for (const table of ENTRY_TABLES) {
    for (const [key, text] of tables.entries(table)) {
      if (table === 'records') records++;
      const entry = parseEntry(table, key, text);
      if (entry && artifactsOf(entry).every(isWhole)) continue;
      broken.push(`${table}/${key}`);
      deletions.push({ table, key });
    }
  }
  if (deletions.length > 0) await tables.write(deletions);
  return { artifacts: references.size + damaged.length, records, damaged, broken };
}

/** The references of every artifact that is undamaged, and the names of the others, which are deleted. */
async function verifyArtifacts(
  tables: Tables,
  onProgress: (fraction: number) => void,
): Promise<{ references: Map<string, readonly Hash[]>; damaged: Hash[] }> {
  const blobs = tables.blobs();
  const total = blobs.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const references = new Map<string, readonly Hash[]>();
  const damaged: Hash[] = [];
  let read = 0;
  let pauseAt = BYTES_A_TURN;
  for (const { key, byteLength } of blobs) {
    const bytes = tables.getBlob(key);
    if (bytes && sha256(bytes) === key) references.set(key, tryReferencesOf(bytes));
    else if (tables.hasBlob(key)) {
      tables.dropBlob(key);
      damaged.push(key as Hash);
    }
    read += byteLength;
    if (read < pauseAt) continue;
    pauseAt = read + BYTES_A_TURN;
    onProgress(read / total);
    await nextTurn();
  }
  onProgress(1);
  return { references, damaged };
}

/** Tells whether an artifact and all that it refers to are there. */
function wholeness(references: ReadonlyMap<string, readonly Hash[]>): (hash: Hash) => boolean {
  const known = new Map<Hash, boolean>();
  const isWhole = (hash: Hash): boolean => {
    const before = known.get(hash);
    if (before !== undefined) return before;
    const whole = references.get(hash)?.every(isWhole) ?? false;
    known.set(hash, whole);
    return whole;
  };
  return isWhole;
}

function artifactsOf(entry: Entries[EntryTable]): Hash[] {
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
