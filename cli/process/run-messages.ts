import * as v from 'valibot';
import * as z from 'zod';
import { isKey, type Key } from '../../cache/hash.js';
import { type StepRecord, stepRecordSchema } from '../../cache/record.js';
import type { Reason } from '../../pipeline/key/reasons.js';
import type { RunEvent } from '../../pipeline/run/events.js';
import type { StepResult } from '../../reports/figures/step-results.js';
import type { RunOutline } from './run-outline.js';

// What the process of a run tells the one that started it. The two may be of different versions: sources can be
// edited between the start of one and the other. So what arrives is checked.

export type RunMessage =
  | RunEvent
  | ({ readonly type: 'outline' } & RunOutline)
  | { readonly type: 'results'; readonly results: readonly StepResult[] };

const reasons = z.array(z.looseObject({ kind: z.string() })) as unknown as z.ZodType<Reason[]>;
const key = z.custom<Key>(isKey);
const record = z.custom<StepRecord>((value) => v.is(stepRecordSchema, value));
const seconds = z.number();
/** The structured clone that the channel makes of an error keeps its message. */
const error = z.instanceof(Error);

const stateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['waiting', 'looking-up']) }),
  z.object({ state: z.literal('queued'), key, reasons }),
  z.object({ state: z.literal('computed-elsewhere'), key }),
  z.object({
    state: z.literal('running'),
    key,
    reasons,
    fraction: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ state: z.literal('hit'), record, seconds }),
  z.object({ state: z.literal('ran'), record, seconds, reasons }),
  z.object({ state: z.literal('failed'), error, seconds, key: key.optional() }),
  z.object({ state: z.literal('skipped'), because: z.string() }),
]);

const run = z.string();
const step = z.string();
const outcome = z.enum(['done', 'failed', 'interrupted']);

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run-started'), run, study: z.string(), steps: z.array(step) }),
  z.object({ type: z.literal('step'), step, state: stateSchema }),
  z.object({
    type: z.literal('tag'),
    run,
    tag: z.string(),
    given: z.boolean(),
    before: z.string().nullable(),
  }),
  z.object({ type: z.literal('run-ended'), run, outcome, seconds }),
  z.object({
    type: z.literal('outline'),
    steps: z.array(z.object({ step, after: z.array(step), lastSeconds: z.number().nullable() })),
    jobs: z.number(),
    reads: z.array(z.string()),
  }),
  z.object({
    type: z.literal('results'),
    results: z.array(
      z.object({
        step,
        outcome: z.enum(['hit', 'ran', 'failed', 'skipped', 'not run']),
        seconds: z.number().nullable(),
        scores: z
          .object({
            accuracy: z.number(),
            correct: z.number(),
            total: z.number(),
            seedAccuracy: z.number().nullable(),
          })
          .optional(),
        grid: z.object({ bestParams: z.record(z.string(), z.json()), bestScore: z.number() }).optional(),
      }),
    ),
  }),
]);

/** A message as it was sent; undefined if it is none that this program knows. */
export function readMessage(message: unknown): RunMessage | undefined {
  // The schema says the same as the types, but for properties that may be undefined instead of absent.
  return messageSchema.safeParse(message).data as RunMessage | undefined;
}
