import type { StepRecord } from '../../cache/record.js';
import { findRecord } from '../key/lookup.js';
import { inputHashes, type OwnParts, ownParts } from '../key/parts.js';
import type { Session } from '../key/session.js';
import type { ConfiguredStep } from '../study/configure.js';
import type { PlacedStep } from '../study/step.js';
import type { RunEvent } from './events.js';
import { newRun } from './run-header.js';

/**
 * A run in which there is nothing to do: the events that `runSteps` would tell, recorded as it would record
 * them. Undefined if some result is missing; nothing is written then. It exists so that a rerun that costs
 * nothing costs nothing: no graph is set up, and no code that computes is even loaded.
 */
export function runIfAllHits(
  steps: readonly ConfiguredStep[],
  session: Session,
  command: readonly string[],
  tag?: string,
): Promise<RunEvent[] | undefined> {
  return runIfFound(steps, (step) => ownParts(step, session), session, command, tag);
}

/**
 * The same for steps of which no more is known than how they are wired, and the parts of their keys that do not
 * depend on what comes before them: what a release carries of its study (released-study.ts).
 */
export async function runIfFound<Step extends PlacedStep>(
  steps: readonly Step[],
  partsOf: (step: Step) => OwnParts | Promise<OwnParts>,
  session: Pick<Session, 'study' | 'store'>,
  command: readonly string[],
  tag?: string,
): Promise<RunEvent[] | undefined> {
  // Not `performance`, which Node loads when it is first used.
  const started = process.uptime();
  const header = newRun(session.study, command);
  const records = new Map<string, StepRecord>();
  const events: RunEvent[] = [
    { type: 'run-started', run: header.id, study: session.study, steps: steps.map(({ id }) => id) },
  ];
  for (const step of steps) {
    const inputs = inputHashes(step, (id) => records.get(id));
    const record = inputs && findRecord({ ...(await partsOf(step)), inputs }, session);
    if (!record) return undefined;
    records.set(step.id, record);
    events.push({ type: 'step', step: step.id, state: { state: 'hit', record, seconds: 0 } });
  }
  const entries = [...records].map(([step, { key, outputs }]) => {
    return { step, outcome: 'hit' as const, key, outputs, seconds: 0 };
  });
  const run = { ...header, endedAt: new Date().toISOString(), outcome: 'done' as const };
  const tagged = tag === undefined ? undefined : (await import('./tag.js')).tagRun(tag, run, session.store);
  await session.store.commit({
    run,
    ...tagged?.change,
    steps: { run: run.id, study: session.study, entries },
  });
  if (tagged) events.push(tagged.event);
  const seconds = process.uptime() - started;
  return [...events, { type: 'run-ended', run: run.id, outcome: 'done', seconds }];
}
