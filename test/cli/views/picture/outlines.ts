import { stripVTControlCharacters } from 'node:util';
import type { Key } from '../../../../cache/hash.js';
import type { StepRecord } from '../../../../cache/record.js';
import type { RunOutline, StepOutline } from '../../../../cli/process/run-outline.js';
import type { StepState } from '../../../../pipeline/run/events.js';

/** A part of the study that has everything: a fan, a chain, a join, and steps by themselves. */
const WIRING: Readonly<Record<string, readonly string[]>> = {
  digits: [],
  explore: ['digits'],
  split: ['digits'],
  'vote-svm': ['split'],
  'vote-rf': ['split'],
  vote: ['vote-svm', 'vote-rf'],
  'evaluate-vote': ['vote', 'split'],
  report: ['explore', 'evaluate-vote'],
};

/** The outline of a run of it; seconds by step, where they are known. */
export function outlineOf(seconds: Readonly<Record<string, number>> = {}, jobs = 2): RunOutline {
  const steps = Object.entries(WIRING).map(([step, after]): StepOutline => {
    return { step, after, lastSeconds: seconds[step] ?? null };
  });
  return { steps, jobs, reads: [] };
}

const key = 'a'.repeat(64) as Key;
const record = { key } as StepRecord;

export const hit: StepState = { state: 'hit', record, seconds: 0 };
export const queued: StepState = { state: 'queued', key, reasons: [] };

export function ran(seconds: number, value = 3): StepState {
  return { state: 'ran', record, seconds, reasons: [{ kind: 'param', name: 'C', before: 1, now: value }] };
}

export function running(fraction: number, secondsLeft: number | null): StepState {
  return { state: 'running', key, reasons: [], fraction, secondsLeft };
}

export function failed(message: string): StepState {
  return { state: 'failed', error: new Error(message), seconds: 1 };
}

/** The state of each step; `waiting` where none is said. */
export function statesOf(states: Readonly<Record<string, StepState>>): (step: string) => StepState {
  return (step) => states[step] ?? { state: 'waiting' };
}

/** Lines without their colours. */
export function plain(lines: readonly string[]): string[] {
  return lines.map(stripVTControlCharacters);
}
