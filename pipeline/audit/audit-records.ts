import type { Hash, Key } from '../../cache/hash.js';
import type { RunRecord, StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import type { Fingerprints } from '../code/fingerprint.js';
import { RestudyError } from '../errors.js';
import type { FileStore } from '../key/file-content.js';
import { FORMAT, keyOf } from '../key/key.js';
import { type OwnParts, ownParts } from '../key/parts.js';
import { differences, type Reason } from '../key/reasons.js';
import type { ConfiguredStep } from '../study/configure.js';
import type { RecordedStep } from './audit-step.js';
import type { Verdict } from './audit-verdict.js';

/** A step and the record to be audited, or the verdict where there is nothing to execute. */
export type Audited = RecordedStep | { readonly step: ConfiguredStep; readonly verdict: Verdict };

export interface RecordSources {
  readonly study: string;
  readonly store: Store;
  readonly files: FileStore;
  readonly fingerprints: Fingerprints;
  /** Records that the history does not vouch for: what they say of their outputs is not believed. */
  readonly distrusted: ReadonlySet<Key>;
}

/**
 * Finds the record of each step that a run would take. Where that cannot be told, because a step before has none
 * that could be believed, it is the newest one that fits in everything else: each record is audited from the
 * inputs that it names itself. So it is where all that is kept is of an older format; then of the records that runs used
 * for this very step, whichever step made them: older keys may have taken two steps for one.
 */
export async function recordsToAudit(
  steps: readonly ConfiguredStep[],
  sources: RecordSources,
): Promise<Audited[]> {
  const { study, store, files, fingerprints, distrusted } = sources;
  const kept = store
    .records()
    .sort((a, b) => Date.parse(b.circumstances.startedAt) - Date.parse(a.circumstances.startedAt));
  const runs = store.runs();
  const hadBefore = new Set(runs.flatMap((run) => run.steps.flatMap(({ key }) => key ?? [])));
  const recordsOf = recordsBySteps(
    runs.filter((run) => run.study === study),
    kept,
  );
  const believed = new Map<string, StepRecord>();
  const audited: Audited[] = [];
  for (const step of steps) {
    let found: Found;
    try {
      const own = await ownParts(step, { fingerprints, store: files });
      const latest = store.latestRecord(study, step.id);
      const ofStep = [...(latest ? [latest] : []), ...(recordsOf.get(step.id) ?? [])];
      found = findRecord(step, own, inputsOf(step, believed), { store, ofStep, hadBefore });
    } catch (error) {
      if (!(error instanceof RestudyError) || error.code !== 'bad-input') throw error;
      found = { verdict: { verdict: 'failed', message: error.message } };
    }
    const record = 'record' in found ? found.record : codeChanged(found.verdict);
    if (record && !distrusted.has(record.key)) believed.set(step.id, record);
    audited.push({ step, ...found });
  }
  return audited;
}

type Found = Omit<RecordedStep, 'step'> | { readonly verdict: Verdict };

/**
 * Step -> the records that these runs used for it, those of the first run first, and then those that bear its name.
 * A step whose result was another step's as well has a record that bears the other's name.
 */
function recordsBySteps(
  runs: readonly RunRecord[],
  kept: readonly StepRecord[],
): ReadonlyMap<string, ReadonlySet<StepRecord>> {
  const found = new Map<string, Set<StepRecord>>();
  const add = (step: string, record: StepRecord) => {
    const known = found.get(step);
    if (known) known.add(record);
    else found.set(step, new Set([record]));
  };
  const byKey = new Map(kept.map((record) => [record.key, record]));
  for (const { step, key } of runs.flatMap((run) => run.steps)) {
    const record = key && byKey.get(key);
    if (record) add(step, record);
  }
  for (const record of kept) add(record.step, record);
  return found;
}

/** The hashes at a step's inputs; undefined where the step before has no result to believe. */
function inputsOf(
  step: ConfiguredStep,
  believed: ReadonlyMap<string, StepRecord>,
): Record<string, Hash | undefined> {
  return Object.fromEntries(
    Object.entries(step.inputs).map(([name, output]) => [
      name,
      believed.get(output.step)?.outputs[output.name],
    ]),
  );
}

function findRecord(
  step: ConfiguredStep,
  own: OwnParts,
  inputs: Readonly<Record<string, Hash | undefined>>,
  { store, ofStep, hadBefore }: { store: Store; ofStep: readonly StepRecord[]; hadBefore: ReadonlySet<Key> },
): Found {
  const unknown = Object.keys(inputs).find((name) => inputs[name] === undefined);
  if (unknown === undefined) {
    const parts = { ...own, inputs: inputs as Record<string, Hash> };
    const record = store.findRecord(keyOf(parts));
    const changes = record ? differences(parts, record.parts) : [];
    if (record && changes.length > 0) return { verdict: { verdict: 'altered', record, changes } };
    if (record) return { record, parts };
  }
  const candidates = ofStep
    .filter(({ key, parts }) => keyOf(parts) === key)
    .map((record) => {
      const assumed = Object.entries(inputs).map(([name, hash]) => [name, hash ?? record.parts.inputs[name]]);
      return { record, changes: differences(record.parts, { ...own, inputs: Object.fromEntries(assumed) }) };
    });
  const again = ({ record }: { readonly record: StepRecord }) => {
    return { record, parts: { ...own, inputs: record.parts.inputs } };
  };
  const fitting = candidates.find(({ changes }) => changes.length === 0);
  if (fitting) return again(fitting);
  const older = candidates.find(({ changes }) => changes.every(isAboutCode));
  // What its code was is said in words of another format: only executing it can tell.
  if (older && older.record.parts.format < FORMAT) return again(older);
  if (older) return { verdict: { verdict: 'code-changed', ...older } };
  if (unknown !== undefined) {
    const before = step.inputs[unknown]!.step;
    return { verdict: { verdict: 'no-result', because: 'unknown-inputs', before } };
  }
  const key = keyOf({ ...own, inputs: inputs as Record<string, Hash> });
  if (hadBefore.has(key)) return { verdict: { verdict: 'no-result', because: 'not-kept' } };
  const ofOthers = candidates.find(({ changes }) =>
    changes.every((change) => change.kind === 'file' || isAboutCode(change)),
  );
  if (!ofOthers) return { verdict: { verdict: 'no-result', because: 'never-ran' } };
  const changes = ofOthers.changes.filter(({ kind }) => kind === 'file');
  return { verdict: { verdict: 'no-result', because: 'other-files', changes } };
}

function isAboutCode({ kind }: Reason): boolean {
  return !['param', 'input', 'file'].includes(kind);
}

function codeChanged(verdict: Verdict): StepRecord | undefined {
  return verdict.verdict === 'code-changed' ? verdict.record : undefined;
}
