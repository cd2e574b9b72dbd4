import { isDeepStrictEqual } from 'node:util';
import type { Hash } from '../../cache/hash.js';
import type { Code, KeyParts } from '../../cache/record.js';
import type { Change, FileChange, KernelChange } from '../code/source-changes.js';

/** Why a step must run, as data. Null stands for what there was not before, or is not any more. */
export type Reason =
  | { readonly kind: 'first-time' }
  | { readonly kind: 'forced' }
  | { readonly kind: 'result-lost' }
  | { readonly kind: 'format'; readonly before: number; readonly now: number }
  /** `files` is there where the sources of both states were kept (explain.ts); `place` is `stage`, or `uses.classifier`. */
  | {
      readonly kind: 'code';
      readonly name: string;
      readonly place: string;
      readonly change: Change;
      readonly files?: readonly FileChange[];
    }
  /** Another piece of code is handed to the stage at this place. */
  | { readonly kind: 'use'; readonly place: string; readonly before: string; readonly now: string }
  | ({ readonly kind: 'kernel' } & KernelChange)
  | {
      readonly kind: 'package';
      readonly name: string;
      readonly before: string | null;
      readonly now: string | null;
    }
  /** What code reaches while it runs; of a variable, a file or a program the beginning of its hash. */
  | {
      readonly kind: 'load';
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
    ...(before.format === now.format ? codeDiffers(before.code, now.code) : formatChanged(before, now)),
    ...paramsChanged(before.params, now.params, []),
    ...inputsChanged(before.inputs, now.inputs, wiring),
    ...filesChanged(before.files, now.files),
  ];
}

/** What code is, is said in other words in another format: nothing else can be told of it. */
function formatChanged(before: KeyParts, now: KeyParts): Reason[] {
  return [{ kind: 'format', before: before.format, now: now.format }];
}

function codeDiffers(before: Record<string, Code>, now: Record<string, Code>): Reason[] {
  return [
    ...codeChanged(before, now),
    ...partsChanged(before, now, 'package', ({ packages }) => packages),
    ...partsChanged(before, now, 'load', ({ loads = {} }) => loads),
  ];
}

function codeChanged(before: Record<string, Code>, now: Record<string, Code>): Reason[] {
  return union(before, now).flatMap((place): Reason[] => {
    const [old, current] = [before[place], now[place]];
    const change = (code: Code, what: Change): Reason => {
      return { kind: 'code', name: code.name ?? place, place, change: what };
    };
    if (!old) return current ? [change(current, 'added')] : [];
    if (!current) return [change(old, 'removed')];
    if (old.name !== current.name) {
      if (place === 'stage') return [change(current, 'added'), change(old, 'removed')];
      return [{ kind: 'use', place, before: old.name ?? place, now: current.name ?? place }];
    }
    return old.hash === current.hash ? [] : [change(current, 'edited')];
  });
}

/** What changed of what code reaches; that of code which came or went as a whole is no reason of its own. */
function partsChanged(
  before: Record<string, Code>,
  now: Record<string, Code>,
  kind: 'package' | 'load',
  partsOf: (code: Code) => Readonly<Record<string, string>>,
): Reason[] {
  const reasons = Object.keys(before)
    .filter((place) => place in now && before[place]!.name === now[place]!.name)
    .flatMap((place) => changed(partsOf(before[place]!), partsOf(now[place]!)))
    .map((change): Reason => ({ kind, ...change }));
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
