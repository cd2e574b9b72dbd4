import { isDeepStrictEqual } from 'node:util';
import type { Code, KeyParts } from '../cache/record.js';

/** Why a step must run, as data. */
export type Reason =
  | { readonly kind: 'first-time' }
  | { readonly kind: 'forced' }
  | { readonly kind: 'result-lost' }
  | { readonly kind: 'format'; readonly before: number; readonly now: number }
  | { readonly kind: 'code'; readonly name: string; readonly change: 'edited' | 'added' | 'removed' }
  | { readonly kind: 'package'; readonly name: string; readonly before: string; readonly now: string }
  | { readonly kind: 'param'; readonly name: string; readonly before: unknown; readonly now: unknown }
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'file'; readonly name: string };

/** Every way in which the parts of a key differ from those of an earlier one. */
export function differences(before: KeyParts, now: KeyParts): Reason[] {
  return [
    ...formatChanged(before, now),
    ...codeChanged(before.code, now.code),
    ...packagesChanged(before.code, now.code),
    ...paramsChanged(before.params, now.params, []),
    ...hashesChanged('input', before.inputs, now.inputs),
    ...hashesChanged('file', before.files, now.files),
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

function packagesChanged(before: Record<string, Code>, now: Record<string, Code>): Reason[] {
  const packages = (code: Record<string, Code>): Record<string, string> =>
    Object.assign({}, ...Object.values(code).map((part) => part.packages));
  const [old, current] = [packages(before), packages(now)];
  return union(old, current)
    .filter((name) => old[name] !== current[name])
    .map((name) => ({ kind: 'package', name, before: old[name] ?? 'none', now: current[name] ?? 'none' }));
}

function paramsChanged(before: unknown, now: unknown, path: readonly string[]): Reason[] {
  if (isDeepStrictEqual(before, now)) return [];
  if (isObject(before) && isObject(now)) {
    return union(before, now).flatMap((key) => paramsChanged(before[key], now[key], [...path, key]));
  }
  return [{ kind: 'param', name: path.join('.'), before, now }];
}

function hashesChanged(
  kind: 'input' | 'file',
  before: Record<string, string>,
  now: Record<string, string>,
): Reason[] {
  return union(before, now)
    .filter((name) => before[name] !== now[name])
    .map((name) => ({ kind, name }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function union(before: object, now: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
}
