import type { StepRecord } from '../cache/record.js';
import type { Store } from '../cache/store.js';
import type { ConfiguredStep } from '../pipeline/configure.js';
import { RestudyError } from '../pipeline/errors.js';
import { findRun } from '../pipeline/find-run.js';
import { planSteps } from '../pipeline/plan.js';
import { type ResultName, recordOfRun } from '../pipeline/run-result.js';
import type { Session } from '../pipeline/session.js';
import type { CommonOptions } from './options.js';

/**
 * The record of the last of these steps as the options state them; the others are what it needs.
 * Throws a RestudyError if it is not there.
 */
export async function currentRecord(
  needed: readonly ConfiguredStep[],
  session: Session,
): Promise<StepRecord> {
  const planned = (await planSteps(needed, session)).at(-1)!;
  if (planned.action === 'hit') return planned.record;
  throw new RestudyError(
    'no-result',
    `There is no result of "${planned.step}" for these params yet. restudy run ${planned.step} makes it.`,
  );
}

/** The record of a step of a run. Throws a RestudyError if there is none, or if params are set: the run had its own. */
export function recordedResult(
  { run = '', step }: ResultName,
  options: CommonOptions,
  store: Store,
): StepRecord {
  const [option] = [...options.set.map((set) => `--set ${set}`), ...(options.params ? ['--params'] : [])];
  if (option !== undefined) {
    throw new RestudyError(
      'bad-usage',
      `${option}: ${run}:${step} has the params of that run; leave the option or "${run}:" out.`,
    );
  }
  return recordOfRun(store, findRun(store, run), step);
}
