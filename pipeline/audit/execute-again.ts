import pLimit from 'p-limit';
import type { ArtifactCheck } from '../../cache/artifact/artifact-check.js';
import { keyOf } from '../key/key.js';
import type { Session } from '../key/session.js';
import { Artifacts } from '../run/artifacts.js';
import type { ExecutedAgain } from './audit-events.js';
import { AuditPace } from './audit-pace.js';
import type { Audited } from './audit-records.js';
import { type AuditRun, auditStep, type RecordedStep } from './audit-step.js';
import type { Verdict } from './audit-verdict.js';
import type { ScratchStore } from './scratch-store.js';

export interface Again {
  /** What the steps work with instead of the session's store. */
  readonly scratch: ScratchStore;
  readonly check: ArtifactCheck;
  /** How many steps may be executed at once. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Is told of progress, and of each step when it is through. */
  readonly tell: (event: ExecutedAgain) => void;
}

/**
 * Executes steps again from the inputs that their records name, and compares every byte. Returns whether all were
 * reproduced. Throws what the signal was aborted with.
 */
export async function executeAgain(
  audited: readonly Audited[],
  { store, ...session }: Session,
  { scratch, check, jobs, signal, tell }: Again,
): Promise<boolean> {
  const artifacts = new Artifacts(scratch);
  const run: AuditRun = { ...session, store: scratch, kept: store, artifacts, check, signal };
  const weights = audited.flatMap((one) =>
    'record' in one ? [[nameOf(one), one.record.circumstances.seconds] as const] : [],
  );
  const pace = new AuditPace(new Map(weights), tell);
  const limit = pLimit(jobs);
  const verdicts = new Map<string, Promise<Verdict>>();
  const executed = (one: RecordedStep) => {
    const name = nameOf(one);
    const verdict =
      verdicts.get(name) ?? auditStep(one, run, (fraction) => pace.progress(one.step.id, name, fraction));
    verdicts.set(name, verdict);
    return verdict.finally(() => pace.done(one.step.id, name));
  };
  let reproduced = true;
  const ends = await Promise.allSettled(
    audited.map((one) =>
      limit(async () => {
        signal.throwIfAborted();
        const started = performance.now();
        const verdict = 'record' in one ? await executed(one) : one.verdict;
        reproduced &&= verdict.verdict === 'reproduced';
        const seconds = (performance.now() - started) / 1000;
        tell({ type: 'step', step: one.step.id, verdict, seconds });
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return reproduced;
}

/**
 * Steps of equal keys, held against one record, are one computation. The key is that of now: two steps may have one record
 * only because an older key could not tell them apart.
 */
function nameOf({ parts, record }: RecordedStep): string {
  return `${keyOf(parts)} ${record.key}`;
}
