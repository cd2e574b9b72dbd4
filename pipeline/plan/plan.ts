import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import { digest } from '../canonical.js';
import { explain } from '../key/explain.js';
import { type KnownParts, knownDifferences } from '../key/known-parts.js';
import { lookUp } from '../key/lookup.js';
import { ownParts } from '../key/parts.js';
import { type OutputName, type Reason, withoutRecord } from '../key/reasons.js';
import type { Session } from '../key/session.js';
import { StepHistory } from '../key/step-history.js';
import type { ConfiguredStep } from '../study/configure.js';
import { FittingRecords } from './fitting-records.js';

/** What `run` would do with a step. */
export type PlannedStep = Known &
  (
    | { readonly action: 'hit'; readonly record: StepRecord }
    | { readonly action: 'run'; readonly reasons: readonly Reason[] }
    /** Steps before it run. If they give bytes that it ran on before, it is cut off: a hit. */
    | {
        readonly action: 'may-run';
        readonly after: readonly string[];
        /** What is known to differ from its last record all the same. */
        readonly reasons: readonly Reason[];
      }
    /** Another step, which runs or may run, makes the very same result. */
    | { readonly action: 'shared'; readonly with: string }
  );

interface Known {
  readonly step: string;
  /** Its last record: its own where it is there, else the nearest one that it had (step-history.ts). */
  readonly last?: StepRecord;
  /** How long that took. */
  readonly lastSeconds?: number;
  readonly parts: KnownParts;
}

/** Says step by step what a run would do. Nothing runs, nothing is written but hashes of files. */
export async function planSteps(
  steps: readonly ConfiguredStep[],
  session: Session,
  forced: ReadonlySet<string> = new Set(),
): Promise<PlannedStep[]> {
  const { fingerprints } = session;
  const history = new StepHistory(session);
  const withHistory = { ...session, history };
  // All at once is faster than step by step.
  await Promise.all(steps.map((step) => fingerprints.of(step)));
  const hits = new Map<string, StepRecord>();
  /** What tells the results to come apart -> the step that makes it. */
  const makers = new Map<string, string>();
  let fitting: FittingRecords | undefined;
  const planned: PlannedStep[] = [];
  for (const step of steps) {
    const parts = await knownParts(step, hits, session);
    const isOpen = Object.keys(parts.open).length > 0;
    const isForced = forced.has(step.id);
    const found = isOpen ? undefined : lookUp(step, withoutOpen(parts), withHistory, isForced);
    const record = found?.found ? found.record : undefined;
    const last = found && !found.found ? found.last : (record ?? history.nearest(step, parts));
    const known = {
      step: step.id,
      parts,
      ...(last ? { last, lastSeconds: last.circumstances.seconds } : {}),
    };
    if (record) {
      hits.set(step.id, record);
      planned.push({ ...known, action: 'hit', record });
      continue;
    }
    const name = digest('planned', parts);
    const maker = makers.get(name);
    if (maker !== undefined && !isForced) {
      planned.push({ ...known, action: 'shared', with: maker });
      continue;
    }
    makers.set(name, step.id);
    const differing =
      found && !found.found
        ? found.reasons
        : isForced
          ? [{ kind: 'forced' } as const]
          : knownReasons(step, parts, last, session);
    const reasons = await explain(differing, last, step, session);
    const after = [...new Set(Object.values(parts.open).map((output) => output.step))];
    if (isOpen) fitting ??= new FittingRecords(history.records());
    const mayHit = isOpen && !isForced && fitting?.has(parts);
    planned.push({ ...known, reasons, ...(mayHit ? { action: 'may-run', after } : { action: 'run' }) });
  }
  return planned;
}

async function knownParts(
  step: ConfiguredStep,
  hits: ReadonlyMap<string, StepRecord>,
  session: Session,
): Promise<KnownParts> {
  const inputs: Record<string, Hash> = {};
  const open: Record<string, OutputName> = {};
  for (const [name, output] of Object.entries(step.inputs)) {
    const hash = hits.get(output.step)?.outputs[output.name];
    if (hash) inputs[name] = hash;
    else open[name] = { step: output.step, output: output.name };
  }
  return { ...(await ownParts(step, session)), inputs, open };
}

function withoutOpen({ open: _, ...parts }: KnownParts) {
  return parts;
}

/** How a step with open inputs differs from a record for certain. */
export function knownReasons(
  step: ConfiguredStep,
  parts: KnownParts,
  record: StepRecord | undefined,
  { study, store }: Session,
): Reason[] {
  if (record) return knownDifferences(record.parts, parts, step.inputs);
  return [withoutRecord(store.latestKey(study, step.id) !== undefined)];
}

/** What a plan comes to. Seconds are those of the steps' last records, one after the other. */
export interface PlanTotal {
  readonly hit: number;
  readonly run: number;
  readonly mayRun: number;
  /** Of the steps that run for certain. */
  readonly seconds: number;
  /** With those that may be cut off. */
  readonly atMostSeconds: number;
  /** Steps that run, or may, and never did: they are not in the seconds. */
  readonly unknown: readonly string[];
}

/** Adds up what a plan says of its steps. */
export function planTotal(planned: readonly PlannedStep[]): PlanTotal {
  const run = planned.filter(({ action }) => action === 'run');
  const mayRun = planned.filter(({ action }) => action === 'may-run');
  const sum = (steps: readonly PlannedStep[]) =>
    steps.reduce((total, { lastSeconds = 0 }) => total + lastSeconds, 0);
  const unknown = [...run, ...mayRun].filter(({ lastSeconds }) => lastSeconds === undefined);
  return {
    hit: planned.length - run.length - mayRun.length,
    run: run.length,
    mayRun: mayRun.length,
    seconds: sum(run),
    atMostSeconds: sum([...run, ...mayRun]),
    unknown: unknown.map(({ step }) => step),
  };
}
