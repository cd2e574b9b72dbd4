import type { ArtifactCheck } from '../../cache/artifact/artifact-check.js';
import { decodeArtifact } from '../../cache/artifact/codec.js';
import type { KeyParts, StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { FORMAT } from '../key/key.js';
import type { Artifacts } from '../run/artifacts.js';
import { type Environment, environment } from '../run/circumstances.js';
import { type EncodedOutput, runStage, type StageRun } from '../run/run-stage.js';
import type { ConfiguredStep } from '../study/configure.js';
import {
  type Distance,
  environmentChanges,
  type OlderRecord,
  type OutputDifference,
  type Verdict,
} from './audit-verdict.js';
import { compareValues } from './compare-values.js';

/** What executing steps again takes. */
export interface AuditRun extends Omit<StageRun, 'progress' | 'log'> {
  /** Where the recorded artifacts are. */
  readonly kept: Pick<Store, 'readArtifact'>;
  readonly check: ArtifactCheck;
  readonly threads: number;
}

/** A step to be executed again. */
export interface RecordedStep {
  readonly step: ConfiguredStep;
  readonly record: StepRecord;
  /**
   * What the step's key is made of now, on the record's inputs. Its code is what cells are told apart by: that of an older
   * record may be another step's as well.
   */
  readonly parts: KeyParts;
}

/** Executes a step from the inputs that its record names, and compares what it gives with the recorded outputs. */
export async function auditStep(
  { step, record, parts }: RecordedStep,
  run: AuditRun,
  progress: (fraction: number) => void,
): Promise<Verdict> {
  const inputs = Object.entries(record.parts.inputs).flatMap(([input, hash]) =>
    run.check.faultsBelow(hash).map((fault) => ({ input, ...fault })),
  );
  if (inputs.length > 0) return { verdict: 'input-missing', record, inputs };
  let encoded: EncodedOutput[];
  progress(0);
  try {
    encoded = await runStage(step, parts, { ...run, progress, log: () => undefined });
  } catch (error) {
    run.signal.throwIfAborted();
    return { verdict: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  const now: Environment = environment(run.threads);
  const elsewhere = environmentChanges(record.circumstances, now);
  const outputs = differingOutputs(record, encoded, run);
  const older = olderRecord(step, record);
  return outputs.length === 0
    ? { verdict: 'reproduced', record, elsewhere, ...older }
    : { verdict: 'differs', record, outputs, elsewhere, ...older };
}

function olderRecord({ id }: ConfiguredStep, { step, parts }: StepRecord): { readonly older?: OlderRecord } {
  if (parts.format >= FORMAT) return {};
  return { older: { format: parts.format, madeBy: step === id ? null : step } };
}

function differingOutputs(
  record: StepRecord,
  encoded: readonly EncodedOutput[],
  { kept, artifacts }: AuditRun,
): OutputDifference[] {
  const given = new Map(encoded.map((output) => [output.name, output]));
  const names = new Set([...Object.keys(record.outputs), ...given.keys()]);
  return [...names].flatMap((output): OutputDifference[] => {
    const before = record.outputs[output] ?? null;
    const now = given.get(output);
    if (before === now?.hash) return [];
    const old = before && kept.readArtifact(before, 'keep');
    const distance = old && now ? { distance: distanceBetween(old, now.bytes, artifacts) } : {};
    return [{ output, before, now: now?.hash ?? null, ...distance }];
  });
}

function distanceBetween(before: Uint8Array, now: Uint8Array, artifacts: Artifacts): Distance {
  let differingBytes = Math.abs(before.byteLength - now.byteLength);
  const shared = Math.min(before.byteLength, now.byteLength);
  for (let index = 0; index < shared; index++) if (before[index] !== now[index]) differingBytes++;
  // What the recorded one refers to may be lost; then it is shown as nothing.
  const decode = (bytes: Uint8Array) => decodeArtifact(bytes, (reference) => artifacts.tryLoad(reference));
  const values = compareValues(decode(before), decode(now));
  return { bytesBefore: before.byteLength, bytesNow: now.byteLength, differingBytes, ...values };
}
