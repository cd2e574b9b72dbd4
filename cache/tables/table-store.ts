import { randomBytes } from 'node:crypto';
import { type Hash, isHash, type Key, sha256 } from '../hash.js';
import type { RunRecord, RunStep, StepRecord, Tag } from '../record.js';
import type { CheckSignature, Sign } from '../signature.js';
import type {
  ChainReport,
  Change,
  CollectOptions,
  CollectReport,
  FileMemory,
  Lease,
  Store,
  StoreStats,
  VerifyReport,
} from '../store.js';
import { verifyChain, withLink } from './chain.js';
import { collectTables } from './collect.js';
import { allEntries, entryWrite, findEntry, nameOf } from './entries.js';
import { claimLease } from './lease.js';
import type { Tables, Write } from './tables.js';
import { verifyTables } from './verify.js';

export interface StoreOptions {
  /** Signs each link of the history that is written. */
  readonly sign?: Sign | undefined;
}

/** What a store means, over whatever keeps its tables. */
export class TableStore implements Store {
  #tables: Tables;
  readonly #sign: Sign | undefined;
  /** Keeps apart what two processes add to a run at the same moment. */
  readonly #writer = randomBytes(4).toString('hex');
  #moment = 0;

  constructor(tables: Tables, { sign }: StoreOptions = {}) {
    this.#tables = tables;
    this.#sign = sign;
  }

  readArtifact(hash: Hash, damaged: 'delete' | 'keep' = 'delete'): Uint8Array | undefined {
    const bytes = this.#tables.getBlob(hash);
    if (bytes && sha256(bytes) === hash) return bytes;
    if (damaged === 'delete' && this.#tables.hasBlob(hash)) this.#tables.dropBlob(hash);
    return undefined;
  }

  hasArtifact(hash: Hash): boolean {
    return this.#tables.hasBlob(hash);
  }

  artifacts(): { readonly hash: Hash; readonly byteLength: number }[] {
    return this.#tables.blobs().map(({ key, byteLength }) => ({ hash: key as Hash, byteLength }));
  }

  findRecord(key: Key): StepRecord | undefined {
    const record = findEntry(this.#tables, 'records', key);
    // Artifacts that turned out to be damaged are gone, and their records with them.
    return record?.key === key && this.#hasOutputs(record) ? record : undefined;
  }

  records(): StepRecord[] {
    return allEntries(this.#tables, 'records').filter((record) => this.#hasOutputs(record));
  }

  latestRecord(study: string, step: string): StepRecord | undefined {
    const key = this.latestKey(study, step);
    return key && (this.findRecord(key) ?? this.#newestKept(study, step));
  }

  latestKey(study: string, step: string): Key | undefined {
    return findEntry(this.#tables, 'latest', nameOf(study, step))?.key;
  }

  findCell(key: Key): Hash | undefined {
    const cell = findEntry(this.#tables, 'cells', key);
    return cell && this.hasArtifact(cell.hash) ? cell.hash : undefined;
  }

  findFile(path: string): FileMemory | undefined {
    const file = findEntry(this.#tables, 'files', nameOf(path));
    return file?.path === path ? file.memory : undefined;
  }

  runs(): RunRecord[] {
    const steps = new Map<string, RunStep[]>();
    for (const { run, steps: ended } of allEntries(this.#tables, 'run-steps')) {
      const earlier = steps.get(run);
      if (earlier) earlier.push(...ended);
      else steps.set(run, [...ended]);
    }
    return allEntries(this.#tables, 'runs')
      .map((header) => ({ ...header, steps: steps.get(header.id) ?? [] }))
      .sort((first, second) => Date.parse(second.startedAt) - Date.parse(first.startedAt));
  }

  findTag(name: string): Tag | undefined {
    const tag = findEntry(this.#tables, 'tags', nameOf(name));
    return tag?.name === name ? tag : undefined;
  }

  tags(): Tag[] {
    return allEntries(this.#tables, 'tags').sort((first, second) => (first.name < second.name ? -1 : 1));
  }

  async commit(change: Change): Promise<void> {
    const writes = this.#writesOf(change);
    this.#checkArtifacts(change);
    await this.#tables.write(withLink(writes, this.#sign));
  }

  async forgetRecord(key: Key): Promise<void> {
    await this.#tables.write(withLink([{ table: 'records', key }], this.#sign));
  }

  claim(key: Key): Promise<Lease | undefined> {
    return claimLease(this.#tables, key);
  }

  stats(): StoreStats {
    const blobs = this.#tables.blobs();
    return {
      artifacts: blobs.length,
      artifactBytes: blobs.reduce((sum, { byteLength }) => sum + byteLength, 0),
      records: this.#tables.entries('records').length,
      cells: this.#tables.entries('cells').length,
      runs: this.#tables.entries('runs').length,
      fileBytes: this.#tables.fileBytes(),
    };
  }

  verify(onProgress?: (fraction: number) => void): Promise<VerifyReport> {
    return verifyTables(this.#tables, onProgress, this.#sign);
  }

  verifyChain(isSigned?: CheckSignature): ChainReport {
    return verifyChain(this.#tables, isSigned);
  }

  collect(options: CollectOptions): Promise<CollectReport> {
    return collectTables(this.#tables, { runs: this.runs(), tags: this.tags() }, options, this.#sign);
  }

  clear(): Promise<void> {
    return this.#tables.clear();
  }

  close(): Promise<void> {
    return this.#tables.close();
  }

  /** Goes on with the same content in other tables. */
  protected useTables(tables: Tables): void {
    this.#tables = tables;
  }

  #newestKept(study: string, step: string): StepRecord | undefined {
    for (const run of this.runs()) {
      const key = run.study === study ? run.steps.findLast((entry) => entry.step === step)?.key : undefined;
      const record = key && this.findRecord(key);
      if (record) return record;
    }
    return undefined;
  }

  #hasOutputs(record: StepRecord): boolean {
    return Object.values(record.outputs).every((hash) => this.hasArtifact(hash));
  }

  /** Whether bytes hash to their name is not checked here: whoever named them knows, and reading checks it. */
  #checkArtifacts({ artifacts = [], record, cells = [] }: Change): void {
    const given = new Set<string>();
    for (const { hash, bytes } of artifacts) {
      if (!isHash(hash) || !(bytes instanceof Uint8Array)) {
        throw new TypeError(`An artifact is bytes with a hash for a name, and "${hash}" is not.`);
      }
      given.add(hash);
    }
    const named = [...Object.values(record?.outputs ?? {}), ...cells.map(({ hash }) => hash)];
    const missing = named.find((hash) => !given.has(hash) && !this.hasArtifact(hash));
    if (missing) throw new TypeError(`The artifact ${missing} is neither in the change nor in the store.`);
  }

  #writesOf({ artifacts = [], record, cells = [], files = [], run, tag, steps }: Change): Write[] {
    const writes: Write[] = artifacts.map(({ hash, bytes }) => ({ blob: hash, bytes }));
    if (record) writes.push(entryWrite('records', record.key, record));
    for (const { key, hash, usedBy } of cells) writes.push(entryWrite('cells', key, { hash, usedBy }));
    for (const file of files) writes.push(entryWrite('files', nameOf(file.path), file));
    if (run) writes.push(entryWrite('runs', nameOf(run.id), run));
    if (tag) writes.push(entryWrite('tags', nameOf(tag.name), tag));
    if (steps) {
      const ended = { run: steps.run, steps: [...steps.entries] };
      writes.push(entryWrite('run-steps', `${nameOf(steps.run)}-${this.#nextMoment()}`, ended));
      for (const { step, key, outcome } of steps.entries) {
        // A step that failed or was skipped left no record: its newest is still the one before.
        if (key && (outcome === 'hit' || outcome === 'ran')) {
          writes.push(entryWrite('latest', nameOf(steps.study, step), { key }));
        }
      }
    }
    return writes;
  }

  /** A text that sorts after all earlier ones of this store, and by the clock among several stores. */
  #nextMoment(): string {
    this.#moment = Math.max(this.#moment + 1, Date.now() * 1000);
    return `${String(this.#moment).padStart(17, '0')}-${this.#writer}`;
  }
}
