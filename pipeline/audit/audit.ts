import { Observable } from 'rxjs';
import { ArtifactCheck } from '../../cache/artifact/artifact-check.js';
import type { Hash, Key } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import type { CheckSignature } from '../../cache/store.js';
import type { Session } from '../key/session.js';
import { secondsLeft } from '../run/time-left.js';
import type { ConfiguredStep } from '../study/configure.js';
import { nameFaults } from './artifact-fault-names.js';
import type { AuditEvent, AuditOutcome } from './audit-events.js';
import { type Audited, recordsToAudit } from './audit-records.js';
import { executeAgain } from './execute-again.js';
import { olderRecords } from './older-records.js';
import { ScratchStore } from './scratch-store.js';

export interface AuditOptions {
  /** How many steps may be executed at once. */
  readonly jobs: number;
  /** Check every artifact of the store, not only what these steps lead to. */
  readonly everything: boolean;
  /** A head of the history that was noted down earlier: it must still be a part of it. */
  readonly head?: Hash | undefined;
  /** Checks signatures; every link must have one then. */
  readonly isSigned?: CheckSignature | undefined;
  /** Leave damaged artifacts where they are, instead of deleting them in the end so that a run makes them again. */
  readonly keepDamaged: boolean;
}

/**
 * Audits the results of steps: holds the store against its history, checks artifacts against their names, and
 * executes each step again from its recorded inputs. Nothing is recorded and no cell of earlier work is used.
 * Cold, like `runSteps`: every subscription is an audit of its own; unsubscribing or `signal` ends it.
 */
export function auditSteps(
  steps: readonly ConfiguredStep[],
  session: Session,
  options: AuditOptions,
  signal: AbortSignal = new AbortController().signal,
): Observable<AuditEvent> {
  return new Observable((subscriber) => {
    const unsubscribed = new AbortController();
    const either = AbortSignal.any([signal, unsubscribed.signal]);
    new Audit(steps, session, options, (event) => subscriber.next(event), either).run().then(
      () => subscriber.complete(),
      (error) => subscriber.error(error),
    );
    return () => unsubscribed.abort();
  });
}

class Audit {
  readonly #started = performance.now();
  readonly #scratch: ScratchStore;
  readonly #check: ArtifactCheck;
  #faulty = false;

  readonly #steps: readonly ConfiguredStep[];
  readonly #session: Session;
  readonly #options: AuditOptions;
  readonly #tell: (event: AuditEvent) => void;
  readonly #signal: AbortSignal;

  constructor(
    steps: readonly ConfiguredStep[],
    session: Session,
    options: AuditOptions,
    tell: (event: AuditEvent) => void,
    signal: AbortSignal,
  ) {
    this.#steps = steps;
    this.#session = session;
    this.#options = options;
    this.#tell = tell;
    this.#signal = signal;
    this.#scratch = new ScratchStore(session.store);
    this.#check = new ArtifactCheck(session.store);
  }

  async run(): Promise<void> {
    const { study, store, fingerprints } = this.#session;
    this.#tell({ type: 'audit-started', study, steps: this.#steps.map(({ id }) => id) });
    let damage: 'none' | 'deleted' | 'kept' = 'none';
    let deleted: readonly string[] = [];
    try {
      const distrusted = this.#checkHistory();
      const sources = { study, store, files: this.#scratch, fingerprints, distrusted };
      const audited = await recordsToAudit(this.#steps, sources);
      if (await this.#checkArtifacts(audited)) damage = 'kept';
      const reproduced = await executeAgain(audited, this.#session, {
        scratch: this.#scratch,
        check: this.#check,
        jobs: this.#options.jobs,
        signal: this.#signal,
        tell: this.#tell,
      });
      this.#faulty ||= !reproduced;
      if (this.#options.everything) this.#tellOlder(audited);
      if (damage === 'kept' && !this.#options.keepDamaged) {
        const { damaged, broken } = await store.verify();
        deleted = [...damaged.map((hash) => `artifacts/${hash}`), ...broken];
        damage = 'deleted';
      }
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    }
    const outcome: AuditOutcome = this.#signal.aborted ? 'interrupted' : this.#faulty ? 'faulty' : 'whole';
    this.#tell({ type: 'audit-ended', outcome, seconds: elapsed(this.#started), damage, deleted });
  }

  /** Returns the keys of the records that history does not vouch for. */
  #checkHistory(): ReadonlySet<Key> {
    const { head: wanted, isSigned } = this.#options;
    const { links, head, heads, faults } = this.#session.store.verifyChain(isSigned);
    const headFound = wanted === undefined ? null : heads.includes(wanted);
    this.#faulty ||= faults.length > 0 || headFound === false;
    this.#tell({ type: 'history', links, head, faults, headFound, signatures: isSigned !== undefined });
    return new Set(faults.flatMap((fault) => ('key' in fault ? [fault.key as Key] : [])));
  }

  /** Returns whether any is missing or damaged. */
  async #checkArtifacts(audited: readonly Audited[]): Promise<boolean> {
    const { store } = this.#session;
    const records = audited.flatMap((one) => recordOf(one) ?? []);
    const named = records.flatMap((record) => artifactsOf(record));
    const all = this.#options.everything ? store.artifacts().map(({ hash }) => hash) : [];
    const started = performance.now();
    await this.#check.check([...new Set([...named, ...all])], this.#signal, (fraction) => {
      const left = secondsLeft(fraction, elapsed(started));
      this.#tell({ type: 'progress', doing: 'reading', fraction, secondsLeft: left, steps: [] });
    });
    const { artifacts, bytes } = this.#check;
    const faults = nameFaults(this.#check, this.#options.everything ? store.records() : records);
    this.#faulty ||= faults.length > 0;
    this.#tell({ type: 'artifacts', artifacts, bytes, faults });
    return faults.length > 0;
  }

  /** Tells of the records of older formats that no step was held against: they may be others' results as well. */
  #tellOlder(audited: readonly Audited[]): void {
    const held = new Set(audited.flatMap((one) => recordOf(one)?.key ?? []));
    const { records, doubtful } = olderRecords(this.#session.store);
    if (records === 0) return;
    this.#tell({ type: 'older-records', records, doubtful: doubtful.filter(({ key }) => !held.has(key)) });
  }
}

function recordOf(audited: Audited): StepRecord | undefined {
  if ('record' in audited) return audited.record;
  return 'record' in audited.verdict ? audited.verdict.record : undefined;
}

function artifactsOf({ outputs, parts, sources = {} }: StepRecord): Hash[] {
  return [...Object.values(outputs), ...Object.values(parts.inputs), ...Object.values(sources)];
}

function elapsed(started: number): number {
  return (performance.now() - started) / 1000;
}
