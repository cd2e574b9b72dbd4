import type { StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../../pipeline/errors.js';
import { findRun } from '../../pipeline/history/find-run.js';
import { type ResultName, recordOfRun } from '../../pipeline/history/run-result.js';
import { FORMAT } from '../../pipeline/key/key.js';
import type { Session } from '../../pipeline/key/session.js';
import { planSteps } from '../../pipeline/plan/plan.js';
import type { ConfiguredStep } from '../../pipeline/study/configure.js';
import type { CommonOptions } from '../options/options.js';

/**
 * The records of these steps as the options state them; the last step is the one asked for, the others are what it
 * needs. Throws a RestudyError if its result is not there.
 */
export async function currentRecords(
  needed: readonly ConfiguredStep[],
  session: Session,
): Promise<StepRecord[]> {
  const planned = await planSteps(needed, session);
  const { step, action, last } = planned.at(-1)!;
  if (action === 'hit') return planned.flatMap((entry) => (entry.action === 'hit' ? [entry.record] : []));
  const isOlder = last && last.parts.format < FORMAT;
  const nearest = isOlder
    ? `The nearest is of an older format, and history: latest:${step} names that of the last run; its key is`
    : 'The nearest that there is has the key';
  const other = last ? ` ${nearest} ${last.key.slice(0, 12)}.` : '';
  throw new RestudyError(
    'no-result',
    `There is no result of "${step}" for these params yet. restudy run ${step} makes it.${other}`,
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
