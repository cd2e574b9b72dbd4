import type { Hash, Key } from '../cache/hash.js';
import type { StepRecord } from '../cache/record.js';
import type { Store } from '../cache/store.js';
import type { Verdict } from './audit-verdict.js';
import type { Fingerprints } from './code/fingerprint.js';
import type { ConfiguredStep } from './configure.js';
import { RestudyError } from './errors.js';
import type { FileStore } from './files.js';
import { keyOf } from './key.js';
import { type OwnParts, ownParts } from './lookup.js';
import { differences, type Reason } from './reasons.js';

/** A step and the record to be audited, or the verdict where there is nothing to execute. */
export type Audited = { readonly step: ConfiguredStep } & (
  | { readonly record: StepRecord }
  | { readonly verdict: Verdict }
);

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
 * inputs that it names itself.
 */
export async function recordsToAudit(
  steps: readonly ConfiguredStep[],
  sources: RecordSources,
): Promise<Audited[]> {
  const { study, store, files, fingerprints, distrusted } = sources;
  const kept = store
    .records()
    .sort((a, b) => Date.parse(b.circumstances.startedAt) - Date.parse(a.circumstances.startedAt));
  const hadBefore = new Set(store.runs().flatMap((run) => run.steps.flatMap(({ key }) => key ?? [])));
  const believed = new Map<string, StepRecord>();
  const audited: Audited[] = [];
  for (const step of steps) {
    let found: Found;
    try {
      const own = await ownParts(step, { fingerprints, store: files });
      // A step whose result was another step's as well has a record that bears the other's name.
      const latest = store.latestRecord(study, step.id);
      const ofStep = [...(latest ? [latest] : []), ...kept.filter((record) => record.step === step.id)];
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

type Found = { readonly record: StepRecord } | { readonly verdict: Verdict };

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
    if (record) return { record };
  }
  const candidates = ofStep
    .filter(({ key, parts }) => keyOf(parts) === key)
    .map((record) => {
      const assumed = Object.entries(inputs).map(([name, hash]) => [name, hash ?? record.parts.inputs[name]]);
      return { record, changes: differences(record.parts, { ...own, inputs: Object.fromEntries(assumed) }) };
    });
  const fitting = candidates.find(({ changes }) => changes.length === 0);
  if (fitting) return { record: fitting.record };
  const older = candidates.find(({ changes }) => changes.every(isAboutCode));
  if (older) return { verdict: { verdict: 'code-changed', ...older } };
  if (unknown !== undefined) {
    const before = step.inputs[unknown]!.step;
    return { verdict: { verdict: 'no-result', because: 'unknown-inputs', before } };
  }
  const key = keyOf({ ...own, inputs: inputs as Record<string, Hash> });
  return { verdict: { verdict: 'no-result', because: hadBefore.has(key) ? 'not-kept' : 'never-ran' } };
}

function isAboutCode({ kind }: Reason): boolean {
  return !['param', 'input', 'file'].includes(kind);
}

function codeChanged(verdict: Verdict): StepRecord | undefined {
  return verdict.verdict === 'code-changed' ? verdict.record : undefined;
}
