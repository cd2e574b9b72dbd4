import type { Hash } from '../../cache/hash.js';
import type { RunRecord, RunStep, StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../../pipeline/errors.js';
import { recordOfEntry } from '../../pipeline/history/run-result.js';

/** An output of a step, by their names. */
export interface OutputName {
  readonly step: string;
  readonly output: string;
}

/** A step as a run had it. */
export interface ExecutedStep {
  readonly id: string;
  readonly record: StepRecord;
  /** Input -> the output that was wired into it. */
  readonly wires: Readonly<Record<string, OutputName>>;
}

/**
 * The steps of a run in the order they ended, which is an order they can run in.
 *
 * A record names its inputs by their hashes; the output that a hash is from is looked for among the steps before. Where
 * several gave these very bytes, `wiring`, how the study stands now, decides if it fits.
 *
 * Throws a RestudyError if a result of the run is not kept any more.
 */
export function executedSteps(
  run: RunRecord,
  store: Pick<Store, 'findRecord'>,
  wiring: (step: string, input: string) => OutputName | undefined = () => undefined,
): ExecutedStep[] {
  const steps = new Map<string, ExecutedStep>();
  for (const [id, entry] of lastEntries(run)) {
    const record = recordOfEntry(store, entry);
    if (!record) {
      throw new RestudyError(
        'no-result',
        `The result of step "${id}" of run ${run.id} is not kept any more. restudy run makes a run that is complete; export that.`,
      );
    }
    const before = [...steps.values()];
    const wires = Object.entries(record.parts.inputs).flatMap(([input, hash]) => {
      const makers = before.flatMap((step) => outputsNamed(step, hash));
      const wanted = wiring(id, input);
      const wire =
        makers.find(({ step, output }) => step === wanted?.step && output === wanted.output) ?? makers[0];
      return wire ? [[input, wire] as const] : [];
    });
    steps.set(id, { id, record, wires: Object.fromEntries(wires) });
  }
  return [...steps.values()];
}

/** A step whose result turned out to be damaged ran a second time: the last time counts. */
function lastEntries(run: RunRecord): Map<string, RunStep> {
  const entries = new Map<string, RunStep>();
  for (const entry of run.steps) {
    entries.delete(entry.step);
    entries.set(entry.step, entry);
  }
  return entries;
}

function outputsNamed({ id, record }: ExecutedStep, hash: Hash): OutputName[] {
  return Object.entries(record.outputs)
    .filter(([, made]) => made === hash)
    .map(([output]) => ({ step: id, output }));
}
