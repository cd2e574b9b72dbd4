import type { Key } from '../../cache/hash.js';
import type { RunRecord, StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { FIRST_WHOLE_FORMAT, FORMAT } from '../key/key.js';

/** The records of older formats in a store. They are history: never hits. */
export interface OlderRecords {
  readonly records: number;
  /** Those that may hold another result than their step's own. */
  readonly doubtful: readonly DoubtfulRecord[];
}

/** A record that may be poisoned: its key could miss what changed the result. At least one of the lists is not empty. */
export interface DoubtfulRecord {
  readonly key: Key;
  readonly step: string;
  readonly format: number;
  /** The other steps that took it over as a hit, each with the run that did so first. */
  readonly takenOver: readonly { readonly step: string; readonly run: string }[];
  /** The names of the files that it was made of: their hashes were remembered by size, time and inode alone. */
  readonly files: readonly string[];
}

/** Finds the records of older formats, and those of them that may be poisoned, oldest first. */
export function olderRecords(store: Pick<Store, 'records' | 'runs'>): OlderRecords {
  const older = store.records().filter(({ parts }) => parts.format < FORMAT);
  if (older.length === 0) return { records: 0, doubtful: [] };
  const takers = takersOf(store.runs());
  const doubtful = older
    .filter(({ parts }) => parts.format < FIRST_WHOLE_FORMAT)
    .sort((a, b) => Date.parse(a.circumstances.startedAt) - Date.parse(b.circumstances.startedAt))
    .map((record) => doubts(record, takers.get(record.key) ?? new Map()))
    .filter(({ takenOver, files }) => takenOver.length + files.length > 0);
  return { records: older.length, doubtful };
}

/** Key -> step that had the record as a hit -> the run in which it first had. */
function takersOf(newestFirst: readonly RunRecord[]): ReadonlyMap<Key, ReadonlyMap<string, string>> {
  const takers = new Map<Key, Map<string, string>>();
  for (const { id, steps } of newestFirst) {
    for (const { step, key, outcome } of steps) {
      if (!key || outcome !== 'hit') continue;
      const known = takers.get(key) ?? new Map<string, string>();
      takers.set(key, known.set(step, id));
    }
  }
  return takers;
}

function doubts({ key, step, parts }: StepRecord, takers: ReadonlyMap<string, string>): DoubtfulRecord {
  const others = [...takers].filter(([taker]) => taker !== step);
  return {
    key,
    step,
    format: parts.format,
    takenOver: others.map(([taker, run]) => ({ step: taker, run })),
    files: Object.keys(parts.files),
  };
}
