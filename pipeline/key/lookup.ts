import type { Key } from '../../cache/hash.js';
import type { KeyParts, StepRecord } from '../../cache/record.js';
import type { ConfiguredStep } from '../study/configure.js';
import { keyOf } from './key.js';
import { differences, type Reason, withoutRecord } from './reasons.js';
import type { Session } from './session.js';
import type { StepHistory } from './step-history.js';

export type LookUp =
  | { readonly found: true; readonly record: StepRecord }
  | {
      readonly found: false;
      readonly key: Key;
      readonly parts: KeyParts;
      readonly reasons: readonly Reason[];
      /** The record that reasons are held against: the nearest one that the step had (step-history.ts). */
      readonly last: StepRecord | undefined;
    };

/** The record under the key that these parts make; the store has no record whose artifacts are not all there. */
export function findRecord(parts: KeyParts, { store }: Pick<Session, 'store'>): StepRecord | undefined {
  return store.findRecord(keyOf(parts));
}

/** Whether a result is there under the key that these parts make, and if not, why not. */
export function lookUp(
  step: ConfiguredStep,
  parts: KeyParts,
  session: Session & { readonly history: StepHistory },
  forced: boolean,
): LookUp {
  const record = findRecord(parts, session);
  if (record && !forced) return { found: true, record };
  const key = keyOf(parts);
  if (record) return { found: false, key, parts, reasons: [{ kind: 'forced' }], last: record };
  const latestKey = session.store.latestKey(session.study, step.id);
  const last = session.history.nearest(step, parts);
  const changes = last
    ? differences(last.parts, parts, step.inputs)
    : [withoutRecord(latestKey !== undefined)];
  const isLost = latestKey === key || changes.length === 0;
  return { found: false, key, parts, reasons: isLost ? [{ kind: 'result-lost' }] : changes, last };
}
