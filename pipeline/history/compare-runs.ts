import { isDeepStrictEqual } from 'node:util';
import type { RunRecord, RunStep, StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { differences, type Reason } from '../key/reasons.js';
import { recordOfEntry } from './run-result.js';

/** What one of two runs had of a step. */
export interface RunSide {
  readonly entry: RunStep;
  /** Undefined if the step came to nothing, or its record is not kept any more. */
  readonly record?: StepRecord;
}

/** A step of two runs. One side is missing if that run did not have the step. */
export interface ComparedStep {
  readonly step: string;
  readonly before?: RunSide;
  readonly now?: RunSide;
  /** Whether both came to the same bytes; undefined where that cannot be told. */
  readonly same?: boolean;
  /** What differs in all that could change the result. Empty where both records are not there. */
  readonly reasons: readonly Reason[];
}

/**
 * Two runs, step by step: first the steps in `order` (the study's), then any others in the order in which they ended.
 */
export function compareRuns(
  before: RunRecord,
  now: RunRecord,
  store: Store,
  order: readonly string[] = [],
): ComparedStep[] {
  const [first, second] = [sidesOf(before, store), sidesOf(now, store)];
  const steps = new Set([...order, ...second.keys(), ...first.keys()]);
  return [...steps]
    .filter((step) => first.has(step) || second.has(step))
    .map((step) => compareStep(step, first.get(step), second.get(step)));
}

function compareStep(step: string, before?: RunSide, now?: RunSide): ComparedStep {
  const sides = { ...(before ? { before } : {}), ...(now ? { now } : {}) };
  const [old, current] = [before?.record, now?.record];
  if (!old || !current) {
    // An entry says what its result is, also after its record is gone.
    const outputs = before?.entry.outputs;
    const same = outputs !== undefined && isDeepStrictEqual(outputs, now?.entry.outputs);
    return { step, ...sides, ...(same ? { same } : {}), reasons: [] };
  }
  return {
    step,
    ...sides,
    same: isDeepStrictEqual(old.outputs, current.outputs),
    reasons: differences(old.parts, current.parts),
  };
}

/** What a run had of each step. One that ran again, since its result was lost, counts as it ended. */
function sidesOf(run: RunRecord, store: Store): Map<string, RunSide> {
  return new Map(
    run.steps.map((entry) => {
      const came = entry.key && (entry.outcome === 'hit' || entry.outcome === 'ran');
      const record = came ? recordOfEntry(store, entry) : undefined;
      return [entry.step, { entry, ...(record ? { record } : {}) }];
    }),
  );
}
