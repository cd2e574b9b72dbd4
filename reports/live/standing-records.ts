import type { StepRecord } from '../../cache/record.js';
import { RestudyError } from '../../pipeline/errors.js';
import type { Session } from '../../pipeline/key/session.js';
import { planSteps } from '../../pipeline/plan/plan.js';
import { selectSteps } from '../../pipeline/study/select.js';
import { configureWith } from './content/overrides.js';
import type { Overrides } from './wire.js';
import type { LiveWorkspace } from './workspace.js';

/** Gives the record to show of a step; undefined if there is none. */
export type RecordOf = (step: string) => StepRecord | undefined;

/**
 * The records to show of some steps: those of the study as it stands, with the params that the program's own options set
 * and overrides on top, which may not be what ran last. Where a step has no result so, the nearest that it had. Overrides
 * that break a rule are left out.
 *
 * That it cannot be told, because params, code or data cannot be read, hides no result: then it is the one used last.
 */
export async function standingRecords(
  steps: readonly string[],
  { study, settings }: Pick<LiveWorkspace, 'study' | 'settings'>,
  session: Session,
  overrides: Overrides = {},
): Promise<RecordOf> {
  if (steps.length === 0) return () => undefined;
  try {
    const configured = configureWith(study, await settings(), overrides);
    if ('problems' in configured) return await standingRecords(steps, { study, settings }, session);
    const planned = await planSteps(selectSteps(configured.steps, steps), session);
    const records = new Map(planned.map(({ step, last }) => [step, last]));
    return (step) => records.get(step);
  } catch (error) {
    if (!(error instanceof RestudyError)) throw error;
    return (step) => session.store.latestRecord(study.name, step);
  }
}
