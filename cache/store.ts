import type { Hash, Key } from './hash.js';
import type { ProcessIdentity } from './process-identity.js';
import type { RunHeader, RunRecord, RunStep, StepRecord, Tag } from './record.js';
import type { CheckSignature } from './signature.js';

export type { CheckSignature } from './signature.js';

/**
 * Where results live.
 *
 * A hit is correct when all of these hold:
 *   1. The key of the step is the key of the record. The key hashes everything that could change the result
 *      (pipeline/key/key.ts), so equal keys mean equal results.
 *   2. The record was committed together with its artifacts, in one transaction: a record whose artifacts are
 *      not all there is never visible.
 *   3. An artifact's bytes hash to its name. This is checked whenever they are read; bytes that do not are
 *      dropped and reported as missing, and the step that made them runs again.
 * Nothing else is needed: no clock, no path, no file time decides about a hit.
 */
export interface Store {
  /**
   * The bytes named `hash`, checked, in memory of their own (aligned to 8 bytes; later writes to the store
   * do not change them). Undefined if they are missing, or were damaged: damaged bytes are deleted, unless
   * somebody wants to tell of them first.
   */
  readArtifact(hash: Hash, damaged?: 'delete' | 'keep'): Uint8Array | undefined;
  /** Whether the artifact is there; its bytes are not read. */
  hasArtifact(hash: Hash): boolean;
  /** What there is; the bytes are not read. */
  artifacts(): { readonly hash: Hash; readonly byteLength: number }[];

  /** The record under a key, if it is there with all its artifacts. */
  findRecord(key: Key): StepRecord | undefined;
  /** All records, in the order of their keys. */
  records(): StepRecord[];
  /** The newest record that a run of `study` used for `step`, of those that are kept. */
  latestRecord(study: string, step: string): StepRecord | undefined;
  /** The key of the newest that was ever used, kept or not. */
  latestKey(study: string, step: string): Key | undefined;
  /** The artifact of a cell: a piece of a step's work, kept under a key of its own. */
  findCell(key: Key): Hash | undefined;
  /** What a change kept for a path. */
  findFile(path: string): FileMemory | undefined;

  /** All runs, newest first, each with its steps in the order they ended. */
  runs(): RunRecord[];

  /** The run that has this name. */
  findTag(name: string): Tag | undefined;
  /** All tags, by name. */
  tags(): Tag[];

  /** Writes all of a change in one transaction, or nothing. Resolves once it cannot be lost any more. */
  commit(change: Change): Promise<void>;
  /** Forgets a record, so that its key is a miss (its artifacts turned out to be damaged). */
  forgetRecord(key: Key): Promise<void>;

  /**
   * Claims the right to compute `key`; undefined while somebody else, in this process or another, holds it.
   * The claim of a process that died, or did not renew for `LEASE_SECONDS`, is taken over.
   */
  claim(key: Key): Promise<Lease | undefined>;

  /** Counts what is kept, and the bytes that it takes up. */
  stats(): StoreStats;
  /** Reads and checks everything, deletes what is damaged, and says what it was. */
  verify(onProgress?: (fraction: number) => void): Promise<VerifyReport>;
  /**
   * Holds records, runs and tags against the history of what was written (cache/tables/chain.ts), and the history against
   * a public key. Changes nothing.
   */
  verifyChain(isSigned?: CheckSignature): ChainReport;
  /**
   * Deletes what nobody will ask for again, by the rules of cache/tables/collect.ts, and gives the room back to the
   * file system. Deletes nothing while another process has the store open: what that is working with cannot be
   * known, and nothing may be taken from under it. Nothing of this process may use the store meanwhile.
   */
  collect(options: CollectOptions): Promise<CollectReport>;
  /** Deletes everything. */
  clear(): Promise<void>;
  /** Ends the use of the store. What was committed is on the disk. */
  close(): Promise<void>;
}

export interface Change {
  readonly artifacts?: readonly { readonly hash: Hash; readonly bytes: Uint8Array }[];
  readonly record?: StepRecord;
  readonly cells?: readonly { readonly key: Key; readonly hash: Hash; readonly usedBy?: CellUse }[];
  readonly files?: readonly { readonly path: string; readonly memory: FileMemory }[];
  /** Creates or replaces the run's header. */
  readonly run?: RunHeader;
  /** Gives a run a name, which another run loses if it has it. */
  readonly tag?: Tag;
  /** Adds steps to a run; also makes each one's record (if it has a key) the latest of its step. */
  readonly steps?: { readonly run: string; readonly study: string; readonly entries: readonly RunStep[] };
}

/** The step whose computation made a cell or took it up last: what decides how long it is kept. */
export interface CellUse {
  /** The key of the step's record, which may be there one day. */
  readonly step: Key;
  /** In ms since the epoch. */
  readonly atMs: number;
}

/** The hash of a file's content, and the stat that it had while it was read. */
export interface FileMemory {
  readonly hash: Hash;
  /** As pipeline/file-stamp.ts has it; empty, as no file's is, where too little was kept once. */
  readonly stamp: string;
}

export const LEASE_SECONDS = 10;

export interface Lease {
  /** Must be called more often than every LEASE_SECONDS; false if the lease was lost to somebody else. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

export interface StoreStats {
  readonly artifacts: number;
  readonly artifactBytes: number;
  readonly records: number;
  readonly cells: number;
  readonly runs: number;
  /** What the store takes up on disk. */
  readonly fileBytes: number;
}

export interface CollectOptions {
  /** Records to keep, whoever used them when: those of the study as it is now. */
  readonly keep: ReadonlySet<Key>;
  /** The records that this many of the newest runs used are kept as well. */
  readonly keepRuns: number;
  /** Nothing that a run used after this moment is deleted (ms since the epoch). */
  readonly usedBeforeMs?: number;
  /** Delete no more than is needed for the store to take up at most this on disk, least recently used first. */
  readonly maxBytes?: number;
  /** Only say what would be deleted. */
  readonly dryRun?: boolean;
}

/** How much was deleted, or (if it was not done) would be. */
export interface CollectReport {
  readonly done: boolean;
  readonly records: number;
  readonly cells: number;
  readonly artifacts: number;
  readonly artifactBytes: number;
  /** Who else has the store open, if nothing was deleted because of that. */
  readonly others: readonly ProcessIdentity[];
  /** What the store took up on disk before, and takes up now. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** What it would take up at most without gaps: less than `bytesAfter` only where the disk had no room to shrink it. */
  readonly usedBytes: number;
}

export interface VerifyReport {
  readonly artifacts: number;
  readonly records: number;
  /** Artifacts whose bytes did not hash to their name; they are deleted now. */
  readonly damaged: readonly Hash[];
  /** Records that could not be read or that name an artifact which is not there; they are deleted now. */
  readonly broken: readonly string[];
}

/** What an entry is about, as far as the rest of the store tells. */
export interface Subject {
  /** The step that a record is of. */
  readonly step?: string;
  /** The id of the run that a header or a list of steps belongs to. */
  readonly run?: string;
  readonly tag?: string;
}

/** What is wrong with a store's history. */
export type ChainFault =
  /**
   * `link`: it cannot be read, or does not follow the one before it. The others are only looked for with a public
   * key: the link bears no signature, or one that is not of that key or not of this text.
   */
  | { readonly kind: 'link' | 'unsigned' | 'wrongly-signed'; readonly index: number }
  /** `made-up`: no link knows the entry. `edited`: its text is not the one that was written. `missing`: it is not there. */
  | ({
      readonly kind: 'made-up' | 'edited' | 'missing';
      readonly table: string;
      readonly key: string;
    } & Subject);

export interface ChainReport {
  readonly links: number;
  /** The name of the newest link; null if there is none. */
  readonly head: Hash | null;
  /** The names of all links, in order: every head that the history ever had. */
  readonly heads: readonly Hash[];
  readonly faults: readonly ChainFault[];
}
