import { isDeepStrictEqual } from 'node:util';
import type { Hash } from '../cache/hash.js';
import type { Code, KeyParts } from '../cache/record.js';
import type { Change, FileChange, KernelChange } from './source-changes.js';

/** Why a step must run, as data. Null stands for what there was not before, or is not any more. */
export type Reason =
  | { readonly kind: 'first-time' }
  | { readonly kind: 'forced' }
  | { readonly kind: 'result-lost' }
  | { readonly kind: 'format'; readonly before: number; readonly now: number }
  /** `files` is there where the sources of both states were kept (explain.ts). */
  | {
      readonly kind: 'code';
      readonly name: string;
      readonly change: Change;
      readonly files?: readonly FileChange[];
    }
  | ({ readonly kind: 'kernel' } & KernelChange)
  | {
      readonly kind: 'package';
      readonly name: string;
      readonly before: string | null;
      readonly now: string | null;
    }
  /** A value is left out where the param was not there. */
  | { readonly kind: 'param'; readonly name: string; readonly before?: unknown; readonly now?: unknown }
  /** `from` is the output that is wired in now; `open` while nobody knows what it will hold. */
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly before: Hash | null;
      readonly now: Hash | 'open' | null;
      readonly from?: OutputName;
    }
  | { readonly kind: 'file'; readonly name: string; readonly before: Hash | null; readonly now: Hash | null };

export interface OutputName {
  readonly step: string;
  readonly output: string;
}

/** Why a step runs that has no earlier record to be held against. */
export function withoutRecord(ranBefore: boolean): Reason {
  return { kind: ranBefore ? 'result-lost' : 'first-time' };
}

type Wiring = Readonly<Record<string, { readonly step: string; readonly name: string }>>;

/**
 * Every way in which the parts of a key differ from those of an earlier one.
 * @param wiring input name -> the output that is wired in.
 */
export function differences(before: KeyParts, now: KeyParts, wiring: Wiring = {}): Reason[] {
  return [
    ...formatChanged(before, now),
    ...codeChanged(before.code, now.code),
    ...packagesChanged(before.code, now.code),
    ...paramsChanged(before.params, now.params, []),
    ...inputsChanged(before.inputs, now.inputs, wiring),
    ...filesChanged(before.files, now.files),
  ];
}

function formatChanged(before: KeyParts, now: KeyParts): Reason[] {
  return before.format === now.format ? [] : [{ kind: 'format', before: before.format, now: now.format }];
}

function codeChanged(before: Record<string, Code>, now: Record<string, Code>): Reason[] {
  return union(before, now).flatMap((name): Reason[] => {
    const [old, current] = [before[name], now[name]];
    if (!old) return [{ kind: 'code', name, change: 'added' }];
    if (!current) return [{ kind: 'code', name, change: 'removed' }];
    return old.hash === current.hash ? [] : [{ kind: 'code', name, change: 'edited' }];
  });
}

/** Packages of code that came or went as a whole are no reasons of their own. */
function packagesChanged(before: Record<string, Code>, now: Record<string, Code>): Reason[] {
  const reasons = Object.keys(before)
    .filter((name) => name in now)
    .flatMap((name) => changed(before[name]!.packages, now[name]!.packages))
    .map((change): Reason => ({ kind: 'package', ...change }));
  // Several pieces of code may reach one package.
  return reasons.filter(
    (reason, index) => reasons.findIndex((one) => isDeepStrictEqual(one, reason)) === index,
  );
}

function paramsChanged(before: unknown, now: unknown, path: readonly string[]): Reason[] {
  if (isDeepStrictEqual(before, now)) return [];
  if (isObject(before) && isObject(now)) {
    return union(before, now).flatMap((key) => paramsChanged(before[key], now[key], [...path, key]));
  }
  return [{ kind: 'param', name: path.join('.'), before, now }];
}

function inputsChanged(before: Record<string, Hash>, now: Record<string, Hash>, wiring: Wiring): Reason[] {
  return changed(before, now).map((change) => {
    const output = wiring[change.name];
    const from = output ? { from: { step: output.step, output: output.name } } : {};
    return { kind: 'input', ...change, ...from };
  });
}

function filesChanged(before: Record<string, Hash>, now: Record<string, Hash>): Reason[] {
  return changed(before, now).map((change) => ({ kind: 'file', ...change }));
}

function changed<Value extends string>(
  before: Readonly<Record<string, Value>>,
  now: Readonly<Record<string, Value>>,
): { readonly name: string; readonly before: Value | null; readonly now: Value | null }[] {
  return union(before, now)
    .filter((name) => before[name] !== now[name])
    .map((name) => ({ name, before: before[name] ?? null, now: now[name] ?? null }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function union(before: object, now: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
}
