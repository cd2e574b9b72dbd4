import type { Key } from '../../cache/hash.js';
import type { Code, KeyParts, StepRecord } from '../../cache/record.js';
import { duration } from './words.js';

/** The beginning of a hash: enough to tell those of one cache apart, and to ask for it. */
export function short(hash: string): string {
  return hash.slice(0, 12);
}

/** What a piece of code is called; older records know it by its name alone. */
export function codeName(place: string, { name }: Code): string {
  return name ?? place;
}

/** A moment as `2026-11-24 10:20:01`, in UTC. */
export function moment(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** Params as `C=1`, `kernel="rbf"`. */
export function paramWords(params: KeyParts['params']): string[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    return [JSON.stringify(params)];
  }
  return Object.entries(params).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
}

/** The params in which the records of one step differ, by key: `C=1`. None where a step has one record only. */
export function distinguishingParams(records: Iterable<StepRecord>): Map<Key, string[]> {
  const bySteps = new Map<string, StepRecord[]>();
  for (const record of records) {
    bySteps.set(record.step, [...(bySteps.get(record.step) ?? []), record]);
  }
  const distinguishing = new Map<Key, string[]>();
  for (const same of bySteps.values()) {
    const words = same.map(({ parts }) => paramWords(parts.params));
    for (const [index, record] of same.entries()) {
      const own = words[index]!.filter((word) => !words.every((others) => others.includes(word)));
      distinguishing.set(record.key, own);
    }
  }
  return distinguishing;
}

/** Stage, when and how long, and under which key: `train-svc · 2026-11-24 10:20:01 · 1.3 s · key 0123456789ab`. */
export function executionText({ stage, key, circumstances, blessed }: StepRecord, place: string): string {
  const { startedAt, seconds } = circumstances;
  const made = blessed
    ? `blessed from ${short(blessed.from)} at ${moment(blessed.at)}`
    : `${moment(startedAt)} · ${duration(seconds)}`;
  return [stage, made, `key ${short(key)}`, place].filter(Boolean).join(' · ');
}
