import { setTimeout as delay } from 'node:timers/promises';
import type { Key } from '../../cache/hash.js';
import type { KeyParts, RunStep, StepRecord } from '../../cache/record.js';
import { LEASE_SECONDS, type Lease } from '../../cache/store.js';
import { sourceArtifacts } from '../code/kept-source.js';
import { explain } from '../key/explain.js';
import { findRecord, lookUp } from '../key/lookup.js';
import { inputHashes, ownParts } from '../key/parts.js';
import type { Reason } from '../key/reasons.js';
import type { Session } from '../key/session.js';
import type { StepHistory } from '../key/step-history.js';
import type { ConfiguredStep } from '../study/configure.js';
import { ArtifactLost, type Artifacts } from './artifacts.js';
import { withoutCells } from './cells.js';
import { circumstances } from './circumstances.js';
import type { SettledState, StepState } from './events.js';
import type { InputsLost } from './graph.js';
import { runStage } from './run-stage.js';
import { secondsLeft } from './time-left.js';

/** What executing steps of one run needs. */
export interface Execution extends Session {
  readonly artifacts: Artifacts;
  readonly forced: ReadonlySet<string>;
  readonly history: StepHistory;
  /** Waits for a free place among the steps that may run at once. */
  readonly limit: <Result>(body: () => Promise<Result>) => Promise<Result>;
  /** The run that steps belong to. */
  readonly run: string;
}

const POLL_MS = 100;

/** Looks a step up; runs it and records its result if it is not there. */
export async function executeStep(
  step: ConfiguredStep,
  before: ReadonlyMap<string, SettledState>,
  tell: (state: StepState) => void,
  signal: AbortSignal,
  execution: Execution,
): Promise<SettledState | InputsLost> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let key: Key | undefined;
  try {
    tell({ state: 'looking-up' });
    const own = await ownParts(step, execution);
    const inputs = inputHashes(step, (id) => {
      const state = before.get(id);
      return state?.state === 'hit' || state?.state === 'ran' ? state.record : undefined;
    });
    const parts: KeyParts = { ...own, inputs: inputs! };
    const found = lookUp(step, parts, execution, execution.forced.has(step.id));
    if (found.found) return { state: 'hit', record: found.record, seconds: seconds() };
    key = found.key;
    const reasons = await explain(found.reasons, found.last, step, execution);
    tell({ state: 'queued', key, reasons });
    return await execution.limit(() => computeOrAwait(step, { ...found, reasons }, tell, signal, execution));
  } catch (error) {
    if (error instanceof ArtifactLost)
      return { state: 'inputs-lost', steps: await forgetLost(step, before, execution) };
    return { state: 'failed', error: error as Error, seconds: seconds(), ...(key ? { key } : {}) };
  }
}

type Missing = { readonly key: Key; readonly parts: KeyParts; readonly reasons: readonly Reason[] };

/** Computes a step, or takes the result of another process that is computing it already. */
async function computeOrAwait(
  step: ConfiguredStep,
  { key, parts, reasons }: Missing,
  tell: (state: StepState) => void,
  signal: AbortSignal,
  execution: Execution,
): Promise<SettledState> {
  const started = performance.now();
  let forced = execution.forced.has(step.id);
  for (;;) {
    signal.throwIfAborted();
    const lease = await execution.store.claim(key);
    if (lease) {
      try {
        // Somebody may have finished it between our look-up and our claim.
        const record = forced ? undefined : findRecord(parts, execution);
        if (record) return { state: 'hit', record, seconds: elapsed(started) };
        return await compute(step, { key, parts, reasons }, lease, tell, signal, execution);
      } finally {
        await lease.release();
      }
    }
    // What somebody else computes right now is fresh enough for --force.
    forced = false;
    tell({ state: 'computed-elsewhere', key });
    await delay(POLL_MS, undefined, { signal });
  }
}

async function compute(
  step: ConfiguredStep,
  { key, parts, reasons }: Missing,
  lease: Lease,
  tell: (state: StepState) => void,
  signal: AbortSignal,
  execution: Execution,
): Promise<SettledState> {
  const { store, artifacts } = execution;
  const startedAt = new Date();
  const started = performance.now();
  const log: string[] = [];
  const progress = (fraction: number) => {
    const left = secondsLeft(fraction, elapsed(started));
    tell({ state: 'running', key, reasons, fraction, secondsLeft: left });
  };
  progress(0);
  const renewal = setInterval(() => void lease.renew(), (LEASE_SECONDS * 1000) / 4);
  try {
    const encoded = await runStage(step, parts, {
      ...execution,
      // Forcing a step is the way out when its result is false, and so may be its cells.
      store: execution.forced.has(step.id) ? withoutCells(store) : store,
      signal,
      progress,
      log: (line) => log.push(line),
    });
    for (const { hash, bytes } of encoded) artifacts.adopt(hash, bytes);
    const sources = sourceArtifacts(await execution.fingerprints.sources(step));
    const seconds = elapsed(started);
    const record: StepRecord = {
      key,
      step: step.id,
      stage: step.stage.name,
      parts,
      outputs: Object.fromEntries(encoded.map(({ name, hash }) => [name, hash])),
      circumstances: await circumstances(startedAt, seconds, execution.threads),
      sources: Object.fromEntries(sources.map(({ name, hash }) => [name, hash])),
      log,
    };
    const entry: RunStep = { step: step.id, outcome: 'ran', key, outputs: record.outputs, seconds };
    await store.commit({
      artifacts: [...encoded, ...sources].filter(({ hash }) => !store.hasArtifact(hash)),
      record,
      steps: { run: execution.run, study: execution.study, entries: [entry] },
    });
    return { state: 'ran', record, seconds, reasons };
  } finally {
    clearInterval(renewal);
  }
}

/** Forgets the records of the steps before whose artifacts cannot be loaded any more; returns those steps. */
async function forgetLost(
  step: ConfiguredStep,
  before: ReadonlyMap<string, SettledState>,
  { artifacts, store }: Execution,
): Promise<string[]> {
  const lost = new Set<string>();
  for (const output of Object.values(step.inputs)) {
    const state = before.get(output.step);
    if (state?.state !== 'hit' && state?.state !== 'ran') continue;
    if (artifacts.tryLoad(state.record.outputs[output.name]!) === undefined) {
      await store.forgetRecord(state.record.key);
      lost.add(output.step);
    }
  }
  return [...lost];
}

function elapsed(started: number): number {
  return (performance.now() - started) / 1000;
}
