import type { StepRecord } from '../../cache/record.js';
import { sourceArtifacts } from '../code/kept-source.js';
import { keyOf } from '../key/key.js';
import { findRecord } from '../key/lookup.js';
import { inputHashes, type OwnParts, ownParts } from '../key/parts.js';
import { differences, type Reason } from '../key/reasons.js';
import type { Session } from '../key/session.js';
import { StepHistory } from '../key/step-history.js';
import type { ConfiguredStep } from '../study/configure.js';

/** What became of a wish to take a step's earlier result although its code changed. */
export type Blessing =
  | {
      readonly blessed: true;
      readonly record: StepRecord;
      /** The record whose result was taken. */
      readonly from: StepRecord;
      /** How the code changed: reasons of kind `code` and `package`. */
      readonly changes: readonly Reason[];
    }
  | { readonly blessed: false; readonly because: Refusal };

export type Refusal =
  /** There is a result under the step's key: nothing to declare. */
  | { readonly kind: 'hit' }
  /** No earlier result of the step is kept. */
  | { readonly kind: 'no-record' }
  /** Its key is not known, since these steps before it have no result. */
  | { readonly kind: 'open-inputs'; readonly steps: readonly string[] }
  /** More than code differs from the nearest result that the step had (step-history.ts). */
  | { readonly kind: 'other-changes'; readonly changes: readonly Reason[] }
  /** Another process computes the step at this moment. */
  | { readonly kind: 'computed-elsewhere' };

/**
 * Declares that the change of code which makes a step rerun leaves its result as it is: the result of the
 * nearest record that it had (step-history.ts) is taken under the new key. Nothing runs. It is a claim, not a proof: the new record says that
 * it was made in this way (`blessed`), and keeps the circumstances of the execution that the result is from.
 *
 * Only a change of code can be declared away: other params, inputs or files ask another question, to which an old
 * result is no answer, and other formats cannot be read.
 *
 * @param steps the step, last, and all that it needs before it.
 */
export async function blessStep(steps: readonly ConfiguredStep[], session: Session): Promise<Blessing> {
  const { store } = session;
  const step = steps.at(-1)!;
  const own = await ownParts(step, session);
  const records = await currentRecords(steps.slice(0, -1), session);
  const inputs = inputHashes(step, (id) => records.get(id));
  if (!inputs) {
    const before = [...new Set(Object.values(step.inputs).map((output) => output.step))];
    return refused({ kind: 'open-inputs', steps: before.filter((id) => !records.has(id)) });
  }
  const parts = { ...own, inputs };
  if (findRecord(parts, session)) return refused({ kind: 'hit' });
  const last = new StepHistory(session).nearest(step, parts);
  if (!last) return refused({ kind: 'no-record' });
  const changes = differences(last.parts, parts, step.inputs);
  const others = changes.filter(({ kind }) => kind !== 'code' && kind !== 'package');
  if (others.length > 0) return refused({ kind: 'other-changes', changes: others });

  const key = keyOf(parts);
  const lease = await store.claim(key);
  if (!lease) return refused({ kind: 'computed-elsewhere' });
  try {
    // Somebody may have finished it between our look-up and our claim.
    if (findRecord(parts, session)) return refused({ kind: 'hit' });
    const sources = sourceArtifacts(await session.fingerprints.sources(step));
    const record: StepRecord = {
      ...last,
      key,
      step: step.id,
      parts,
      sources: Object.fromEntries(sources.map(({ name, hash }) => [name, hash])),
      blessed: { from: last.key, at: new Date().toISOString() },
    };
    await store.commit({ artifacts: sources, record });
    return { blessed: true, record, from: last, changes };
  } finally {
    await lease.release();
  }
}

/** The records that these steps have as everything stands now, as far as they are known. */
async function currentRecords(
  steps: readonly ConfiguredStep[],
  session: Session,
): Promise<Map<string, StepRecord>> {
  const records = new Map<string, StepRecord>();
  for (const step of steps) {
    const inputs = inputHashes(step, (id) => records.get(id));
    const own: OwnParts | undefined = inputs && (await ownParts(step, session));
    const record = own && findRecord({ ...own, inputs: inputs! }, session);
    if (record) records.set(step.id, record);
  }
  return records;
}

function refused(because: Refusal): Blessing {
  return { blessed: false, because };
}
