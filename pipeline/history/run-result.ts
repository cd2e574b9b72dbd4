import { isDeepStrictEqual } from 'node:util';
import type { RunRecord, RunStep, StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../errors.js';
import { suggest } from '../nearest.js';

/** `latest:svm.model` in its parts; a name without a colon belongs to no run. */
export interface ResultName {
  readonly run?: string;
  readonly step: string;
  /** Empty if it is left to the step: one that has a single output. */
  readonly output: string;
}

export function parseResultName(text: string): ResultName {
  const colon = text.indexOf(':');
  const [step = '', ...output] = text.slice(colon + 1).split('.');
  return { ...(colon < 0 ? {} : { run: text.slice(0, colon) }), step, output: output.join('.') };
}

/**
 * What a run had for a step, whether it ran then or was a hit, and whatever the params are now.
 *
 * Throws a RestudyError if the run did not have the step, if it came to nothing, or if its result is not kept any more
 * (deleted, or replaced by another one when the step was forced to run again).
 */
export function recordOfRun(store: Store, run: RunRecord, step: string): StepRecord {
  // A step that ran again because its result was lost stands there twice: what counts is how it ended.
  const entry = run.steps.findLast((candidate) => candidate.step === step);
  if (!entry) {
    const steps = [...new Set(run.steps.map((candidate) => candidate.step))];
    const way = steps.length > 0 ? suggest(step, steps) : 'It ended before any step did.';
    throw new RestudyError('bad-usage', `The run ${run.id} had no step "${step}". ${way}`);
  }
  if (entry.key === undefined || (entry.outcome !== 'hit' && entry.outcome !== 'ran')) {
    const why = entry.message === undefined ? '' : `: ${entry.message}`;
    throw new RestudyError('no-result', `"${step}" ${wasWhat(entry.outcome)} in the run ${run.id}${why}`);
  }
  const record = recordOfEntry(store, entry);
  if (record) return record;
  throw new RestudyError(
    'no-result',
    `The result that the run ${run.id} had for "${step}" is not kept any more. The same command makes it again: restudy ${run.command.join(' ')}`,
  );
}

/**
 * The record that an entry of a run means: undefined if it is gone, or if another result has taken its place
 * since, as a step may give that was forced to run again.
 */
export function recordOfEntry(
  store: Pick<Store, 'findRecord'>,
  { key, outputs }: RunStep,
): StepRecord | undefined {
  const record = key && store.findRecord(key);
  return record && (outputs === undefined || isDeepStrictEqual(outputs, record.outputs)) ? record : undefined;
}

function wasWhat(outcome: string): string {
  return outcome === 'failed' ? 'failed' : 'was skipped';
}

/**
 * The output that is meant: the named one, or the only one if none is named.
 * @param what the name as it was given, for the error.
 */
export function outputName(what: string, name: string, outputs: readonly string[]): string {
  if (name !== '' && outputs.includes(name)) return name;
  const [only] = outputs;
  if (name === '' && outputs.length === 1) return only!;
  throw new RestudyError(
    'bad-usage',
    name === ''
      ? `${what} has several outputs: ${outputs.join(', ')}. Name one: ${what}.${only}.`
      : `${what}: there is no output "${name}". ${suggest(name, outputs)}`,
  );
}
