import * as v from 'valibot';
import type { Hash } from '../../cache/hash.js';
import { type Json, jsonSchema } from '../../cache/json.js';
import type { Code, StepRecord } from '../../cache/record.js';
import type { Fingerprints } from '../code/fingerprint.js';
import type { ConfiguredStep } from '../study/configure.js';
import type { PlacedStep } from '../study/step.js';
import type { FileStore } from './file-content.js';
import { hashFiles } from './files.js';
import { FORMAT } from './key.js';

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
