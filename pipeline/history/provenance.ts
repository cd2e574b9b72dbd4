import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';

/**
 * Which record made which artifact, and which records used it. Records know one another only by the hashes of
 * artifacts, so several may have made the same bytes. Cells, and artifacts that others refer to, lie below records
 * and are not told of here.
 */
export class Provenance {
  readonly #makers = new Map<Hash, StepRecord[]>();
  readonly #users = new Map<Hash, StepRecord[]>();
  readonly #readers = new Map<Hash, StepRecord[]>();
  /** Oldest first. */
  readonly records: readonly StepRecord[];

  constructor(records: readonly StepRecord[]) {
    this.records = [...records].sort((first, second) => startOf(first) - startOf(second));
    for (const record of this.records) {
      for (const hash of new Set(Object.values(record.outputs))) add(this.#makers, hash, record);
      for (const hash of new Set(Object.values(record.parts.inputs))) add(this.#users, hash, record);
      for (const hash of new Set(Object.values(record.parts.files))) add(this.#readers, hash, record);
    }
  }

  /** The records that an artifact came out of, oldest first. */
  makersOf(hash: Hash): readonly StepRecord[] {
    return this.#makers.get(hash) ?? [];
  }

  /** The records that an artifact went into, oldest first. */
  usersOf(hash: Hash): readonly StepRecord[] {
    return this.#users.get(hash) ?? [];
  }

  /** The records whose step read a file with this content, oldest first. */
  readersOf(file: Hash): readonly StepRecord[] {
    return this.#readers.get(file) ?? [];
  }

  /** All artifacts that records made. */
  artifacts(): readonly Hash[] {
    return [...this.#makers.keys()];
  }

  /** All contents of files that records' steps read. */
  files(): readonly Hash[] {
    return [...this.#readers.keys()];
  }
}

function add(index: Map<Hash, StepRecord[]>, hash: Hash, record: StepRecord): void {
  const records = index.get(hash);
  if (records) records.push(record);
  else index.set(hash, [record]);
}

/** When a record's step started, in ms since the epoch. */
export function startOf({ circumstances }: StepRecord): number {
  return Date.parse(circumstances.startedAt);
}
