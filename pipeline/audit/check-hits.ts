import { ArtifactCheck } from '../../cache/artifact/artifact-check.js';
import type { Key } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import { digest } from '../canonical.js';
import { RestudyError } from '../errors.js';
import { ownParts } from '../key/parts.js';
import type { Session } from '../key/session.js';
import type { ConfiguredStep } from '../study/configure.js';
import type { ExecutedAgain } from './audit-events.js';
import type { Audited } from './audit-records.js';
import { executeAgain } from './execute-again.js';
import { ScratchStore } from './scratch-store.js';

/** A step whose result a run took from what is kept. */
export interface Hit {
  readonly step: ConfiguredStep;
  readonly record: StepRecord;
}

const SAMPLE = 3;

/**
 * A few of a run's hits, never none if there are any: three results at most, drawn by the run's id, so that whoever knows
 * the run can tell which. Each step's lot is a number from 0 to 1 that only the run and the step decide, times the seconds
 * that its result took (at least one); the smallest win. So a step of a minute is drawn some sixty times less often than
 * one of a second, a check costs little, and in the course of many runs every step has its turn.
 */
export function sampleHits(hits: readonly Hit[], run: string): Hit[] {
  const lots = hits.map((hit) => ({ hit, lot: lotOf(hit, run) })).sort((a, b) => a.lot - b.lot);
  // Steps of one record are one computation: the first drawn stands for all.
  const results = new Map<Key, Hit>();
  for (const { hit } of lots) if (!results.has(hit.record.key)) results.set(hit.record.key, hit);
  return [...results.values()].slice(0, SAMPLE);
}

function lotOf({ step, record }: Hit, run: string): number {
  const drawn = Number.parseInt(digest('check', { run, step: step.id }).slice(0, 12), 16) / 2 ** 48;
  return drawn * Math.max(1, record.circumstances.seconds);
}

/**
 * Executes hits of a run again, as an audit would: from their recorded inputs, without any kept cell, reading every file.
 * Returns whether all of them gave the recorded bytes. Nothing is recorded.
 */
export async function checkHits(
  hits: readonly Hit[],
  session: Session,
  jobs: number,
  tell: (event: ExecutedAgain) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const scratch = new ScratchStore(session.store);
  const { fingerprints } = session;
  const audited = hits.map(async ({ step, record }): Promise<Audited> => {
    try {
      const own = await ownParts(step, { fingerprints, store: scratch });
      return { step, record, parts: { ...own, inputs: record.parts.inputs } };
    } catch (error) {
      if (!(error instanceof RestudyError) || error.code !== 'bad-input') throw error;
      return { step, verdict: { verdict: 'failed', message: error.message } };
    }
  });
  const check = new ArtifactCheck(session.store);
  return executeAgain(await Promise.all(audited), session, { scratch, check, jobs, signal, tell });
}
