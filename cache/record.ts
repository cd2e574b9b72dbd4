import * as z from 'zod';
import type { Hash, Key } from './hash.js';
import { jsonSchema } from './json.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** The type is said and not made by a transform: a run of hits checks some hundreds of them. */
export const hashSchema = digest as z.ZodType<string> as z.ZodType<Hash, string>;
export const keySchema = digest as z.ZodType<string> as z.ZodType<Key, string>;

/** What a piece of code is: the hash of its normalised source, and the packages that it reaches. */
export const codeSchema = z.object({
  hash: hashSchema,
  /** Package name -> installed version, for each package it reaches and their dependencies. */
  packages: z.record(z.string(), z.string()),
});
export type Code = z.infer<typeof codeSchema>;

/** The parts of a step's key in the clear: what was hashed, so that a difference can be explained. */
export const keyPartsSchema = z.object({
  /** The version of the engine's own formats; results of another format are never reused. */
  format: z.number(),
  /** The stage's name -> its code, and the same for each piece of code that the study hands to it. */
  code: z.record(z.string(), codeSchema),
  /** The params after defaults. */
  params: jsonSchema,
  /** Input name -> the hash of the artifact that is wired into it. */
  inputs: z.record(z.string(), hashSchema),
  /** Name of a file that the stage reads -> the hash of its content. */
  files: z.record(z.string(), hashSchema),
});
export type KeyParts = z.infer<typeof keyPartsSchema>;

/** Under which circumstances a record was made. None of them may change the result. */
export const circumstancesSchema = z.object({
  startedAt: z.iso.datetime(),
  seconds: z.number(),
  /** The largest resident set of the process while the step ran, in bytes. */
  peakMemoryBytes: z.number(),
  node: z.string(),
  v8: z.string(),
  platform: z.string(),
  cpu: z.string(),
  threads: z.number(),
  git: z.object({ commit: z.string(), dirty: z.boolean() }).nullable(),
});
export type Circumstances = z.infer<typeof circumstancesSchema>;

/** What one execution of a step left. */
export const stepRecordSchema = z.object({
  key: keySchema,
  step: z.string(),
  stage: z.string(),
  parts: keyPartsSchema,
  /** Output name -> artifact. */
  outputs: z.record(z.string(), hashSchema),
  circumstances: circumstancesSchema,
  /** Name of each piece of code in `parts.code` -> the artifact that holds its normalised source, where known. */
  sources: z.record(z.string(), hashSchema).optional(),
  /** Set where nothing ran: somebody declared that the code changed without changing results. */
  blessed: z.object({ from: keySchema, at: z.iso.datetime() }).optional(),
  /** What the stage had to say about its work, a line each. */
  log: z.array(z.string()),
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

/** What became of one step in one run. */
export const runStepSchema = z.object({
  step: z.string(),
  outcome: z.enum(['hit', 'ran', 'failed', 'skipped']),
  /** Absent if the step did not get as far as having one. */
  key: keySchema.optional(),
  /** What the run had, output by output: a record may be replaced later, if its step is forced to run again. */
  outputs: z.record(z.string(), hashSchema).optional(),
  seconds: z.number(),
  /** Why it failed or was skipped. */
  message: z.string().optional(),
});
export type RunStep = z.infer<typeof runStepSchema>;

/** A name that somebody gave to a run. */
export const tagSchema = z.object({ name: z.string(), run: z.string(), at: z.iso.datetime() });
export type Tag = z.infer<typeof tagSchema>;

/** One invocation. It has no end if the process was killed. */
export const runHeaderSchema = z.object({
  id: z.string(),
  study: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  outcome: z.enum(['done', 'failed', 'interrupted']).optional(),
  command: z.array(z.string()),
});
export type RunHeader = z.infer<typeof runHeaderSchema>;

export type RunRecord = RunHeader & { readonly steps: readonly RunStep[] };
