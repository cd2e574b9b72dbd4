import * as v from 'valibot';
import { type Hash, isHash, isKey, type Key } from './hash.js';
import { jsonSchema } from './json.js';

export const hashSchema = v.custom<Hash>(isHash);
export const keySchema = v.custom<Key>(isKey);
/** A moment as JavaScript writes it: `2026-11-24T12:53:45.123Z`. */
export const momentSchema = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/));

/** As `v.record`, which makes some objects for each member, and leaves out those whose names JavaScript has a use for. */
function recordOf<Value>(isValue: (value: unknown) => boolean) {
  return v.custom<Record<string, Value>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every(isValue),
  );
}
const hashesSchema = recordOf<Hash>(isHash);

const textsSchema = recordOf<string>((value) => typeof value === 'string');

/** What a piece of code is: the hash of its normalised source, the packages that it reaches, what it loads. */
export const codeSchema = v.object({
  /** What people call it; no part of the key. Older records have it as the name of the part. */
  name: v.exactOptional(v.string()),
  hash: hashSchema,
  /** Package name -> installed version and content, for each package it reaches and their dependencies. */
  packages: textsSchema,
  /** What it reaches while it runs, such as a file or `$VARIABLE` -> the beginning of the hash of its content. */
  loads: v.exactOptional(textsSchema),
  /** Why it counts more coarsely than it could, for people; no part of the key. */
  coarse: v.exactOptional(
    v.array(
      v.object({
        why: v.picklist(['made-on-the-spot', 'unknown-load', 'whole-environment']),
        /** The code that is the reason, as it is written, and where. */
        code: v.exactOptional(v.string()),
      }),
    ),
  ),
});
/** What a piece of code is: the hash of its normalised source, and the packages that it reaches. */
export type Code = v.InferOutput<typeof codeSchema>;

/** The parts of a step's key in the clear: what was hashed, so that a difference can be explained. */
export const keyPartsSchema = v.object({
  /** The version of the engine's own formats; results of another format are never reused. */
  format: v.number(),
  /** `stage` -> the stage's code, and the same for each piece of code that the study hands to it: `uses.classifier`. */
  code: recordOf<Code>((value) => v.is(codeSchema, value)),
  /** The params after defaults. */
  params: jsonSchema,
  /** Input name -> the hash of the artifact that is wired into it. */
  inputs: hashesSchema,
  /** Name of a file that the stage reads -> the hash of its content. */
  files: hashesSchema,
});
/** The parts of a step's key in the clear: what was hashed, so that a difference can be explained. */
export type KeyParts = v.InferOutput<typeof keyPartsSchema>;

/** Under which circumstances a record was made. None of them may change the result. */
export const circumstancesSchema = v.object({
  startedAt: momentSchema,
  seconds: v.number(),
  /** The largest resident set of the process while the step ran, in bytes. */
  peakMemoryBytes: v.number(),
  node: v.string(),
  v8: v.string(),
  platform: v.string(),
  cpu: v.string(),
  threads: v.number(),
  git: v.nullable(v.object({ commit: v.string(), dirty: v.boolean() })),
});
/** Under which circumstances a record was made: seconds, machine, threads, commit. None of them may change the result. */
export type Circumstances = v.InferOutput<typeof circumstancesSchema>;

/** What one execution of a step left. */
export const stepRecordSchema = v.object({
  key: keySchema,
  step: v.string(),
  stage: v.string(),
  parts: keyPartsSchema,
  /** Output name -> artifact. */
  outputs: hashesSchema,
  circumstances: circumstancesSchema,
  /** Name of each piece of code in `parts.code` -> the artifact that holds its normalised source, where known. */
  sources: v.exactOptional(hashesSchema),
  /** Set where nothing ran: somebody declared that the code changed without changing results. */
  blessed: v.exactOptional(v.object({ from: keySchema, at: momentSchema })),
  /** What the stage had to say about its work, a line each. */
  log: v.array(v.string()),
});
/** What one execution of a step left: its key, the key's parts, the hashes of its outputs, the circumstances. */
export type StepRecord = v.InferOutput<typeof stepRecordSchema>;

/** What became of one step in one run. */
export const runStepSchema = v.object({
  step: v.string(),
  outcome: v.picklist(['hit', 'ran', 'failed', 'skipped']),
  /** Absent if the step did not get as far as having one. */
  key: v.exactOptional(keySchema),
  /** What the run had, output by output: a record may be replaced later, if its step is forced to run again. */
  outputs: v.exactOptional(hashesSchema),
  seconds: v.number(),
  /** Why it failed or was skipped. */
  message: v.exactOptional(v.string()),
});
/** What became of one step in one run. */
export type RunStep = v.InferOutput<typeof runStepSchema>;

/** A name that somebody gave to a run. */
export const tagSchema = v.object({ name: v.string(), run: v.string(), at: momentSchema });
export type Tag = v.InferOutput<typeof tagSchema>;

/** One invocation. It has no end if the process was killed. */
export const runHeaderSchema = v.object({
  id: v.string(),
  study: v.string(),
  startedAt: momentSchema,
  endedAt: v.exactOptional(momentSchema),
  outcome: v.exactOptional(v.picklist(['done', 'failed', 'interrupted'])),
  command: v.array(v.string()),
});
export type RunHeader = v.InferOutput<typeof runHeaderSchema>;

/** One invocation, with what became of its steps. */
export type RunRecord = RunHeader & { readonly steps: readonly RunStep[] };
