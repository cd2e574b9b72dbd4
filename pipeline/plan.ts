import type { StepRecord } from '../cache/record.js';
import type { ConfiguredStep } from './configure.js';
import { inputHashes, lookUp, ownParts } from './lookup.js';
import { differences, type Reason } from './reasons.js';
import type { Session } from './session.js';

/** What `run` would do with a step. */
export type PlannedStep =
  | { readonly step: string; readonly action: 'hit'; readonly record: StepRecord }
  | {
      readonly step: string;
      readonly action: 'run';
      readonly reasons: readonly Reason[];
      readonly lastSeconds?: number;
    }
  /** Steps before it run. If they give the same bytes again, it is cut off: a hit. */
  | {
      readonly step: string;
      readonly action: 'may-run';
      readonly after: readonly string[];
      readonly lastSeconds?: number;
    };

/** Says step by step what a run would do. Nothing runs, nothing is written but hashes of files. */
export async function planSteps(
  steps: readonly ConfiguredStep[],
  session: Session,
  forced: ReadonlySet<string> = new Set(),
): Promise<PlannedStep[]> {
  const records = new Map<string, StepRecord>();
  const planned: PlannedStep[] = [];
  for (const step of steps) {
    const own = await ownParts(step, session);
    const latest = session.store.latestRecord(session.study, step.id);
    const last = latest ? { lastSeconds: latest.circumstances.seconds } : {};
    const inputs = inputHashes(step, (id) => records.get(id));
    if (inputs) {
      const found = lookUp(step, { ...own, inputs }, session, forced.has(step.id));
      if (found.found) {
        records.set(step.id, found.record);
        planned.push({ step: step.id, action: 'hit', record: found.record });
      } else {
        planned.push({ step: step.id, action: 'run', reasons: found.reasons, ...last });
      }
      continue;
    }
    // Its inputs are open. It runs for certain if its own parts changed, whatever the inputs will be.
    const changes = latest ? differences(latest.parts, { ...own, inputs: latest.parts.inputs }) : [];
    const reasons: Reason[] = forced.has(step.id)
      ? [{ kind: 'forced' }]
      : latest
        ? changes
        : [{ kind: 'first-time' }];
    const after = [...new Set(Object.values(step.inputs).map((output) => output.step))];
    planned.push(
      reasons.length > 0
        ? { step: step.id, action: 'run', reasons, ...last }
        : { step: step.id, action: 'may-run', after: after.filter((id) => !records.has(id)), ...last },
    );
  }
  return planned;
}
