import * as v from 'valibot';
import type { Hash, Key } from '../../cache/hash.js';
import { type Json, jsonSchema } from '../../cache/json.js';
import type { Code, KeyParts, StepRecord } from '../../cache/record.js';
import type { Fingerprints } from '../code/fingerprint.js';
import type { ConfiguredStep } from '../study/configure.js';
import type { PlacedStep } from '../study/study.js';
import { type FileStore, hashFiles } from './files.js';
import { FORMAT, keyOf } from './key.js';
import { differences, type Reason, withoutRecord } from './reasons.js';
import type { Session } from './session.js';
import type { StepHistory } from './step-history.js';

/** The parts of a step's key that do not depend on what comes before it. */
export interface OwnParts {
  readonly format: number;
  readonly code: Record<string, Code>;
  readonly params: Json;
  readonly files: Record<string, Hash>;
}

export async function ownParts(
  step: ConfiguredStep,
  session: { readonly fingerprints: Fingerprints; readonly store: FileStore },
): Promise<OwnParts> {
  const files = step.stage.files?.(step.checkedParams as never) ?? {};
  const [parts, hashes] = await Promise.all([
    codeAndParams(step, session.fingerprints),
    hashFiles(files, session.store),
  ]);
  return { ...parts, files: hashes };
}

/** Those of them that no file has a say in. */
export async function codeAndParams(
  step: ConfiguredStep,
  fingerprints: Fingerprints,
): Promise<Omit<OwnParts, 'files'>> {
  const { stage, checkedParams } = step;
  const params = stage.keyParams?.(checkedParams as never) ?? checkedParams;
  const code = await fingerprints.of(step);
  return { format: FORMAT, code, params: v.parse(jsonSchema, params) };
}

/**
 * The hashes at a step's inputs, given the records of the steps before it; undefined if one of those is
 * not known yet.
 */
export function inputHashes(
  step: PlacedStep,
  recordOf: (step: string) => StepRecord | undefined,
): Record<string, Hash> | undefined {
  const hashes: Record<string, Hash> = {};
  for (const [name, output] of Object.entries(step.inputs)) {
    const hash = recordOf(output.step)?.outputs[output.name];
    if (!hash) return undefined;
    hashes[name] = hash;
  }
  return hashes;
}

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
