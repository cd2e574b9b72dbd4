import { lastValueFrom, tap, toArray } from 'rxjs';
import type { Store } from '../../../cache/store.js';
import { type AuditOptions, auditSteps } from '../../../pipeline/audit/audit.js';
import type { AuditEvent } from '../../../pipeline/audit/audit-events.js';
import type { Verdict } from '../../../pipeline/audit/audit-verdict.js';
import { configure, type Setting } from '../../../pipeline/study/configure.js';
import type { Study } from '../../../pipeline/study/study.js';
import { FakeFingerprints } from '../small-study.js';

/** What an audit told. */
export interface Audited {
  readonly events: readonly AuditEvent[];
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly end: AuditEvent & { readonly type: 'audit-ended' };
}

/** Audits a study to its end. */
export async function auditStudy(
  study: Study,
  store: Store,
  options: Partial<AuditOptions> & {
    readonly set?: readonly Setting[];
    readonly fingerprints?: FakeFingerprints;
    readonly threads?: number;
    readonly signal?: AbortSignal;
    readonly onEvent?: (event: AuditEvent) => void;
  } = {},
): Promise<Audited> {
  const { set = [], fingerprints = new FakeFingerprints(), threads = 1, signal, onEvent, ...rest } = options;
  const session = { study: study.name, store, fingerprints, resources: {} as never, threads };
  const auditing = { jobs: 2, everything: true, keepDamaged: false, ...rest };
  const events = await lastValueFrom(
    auditSteps(configure(study, set), session, auditing, signal).pipe(tap(onEvent), toArray()),
  );
  const steps = events.flatMap((event) => (event.type === 'step' ? [[event.step, event.verdict]] : []));
  return { events, verdicts: Object.fromEntries(steps), end: events.at(-1) as never };
}

/** step -> verdict */
export const names = ({ verdicts }: Audited) =>
  Object.fromEntries(Object.entries(verdicts).map(([step, { verdict }]) => [step, verdict]));
