import { dtypeOf, type TypedArray } from '../../cache/artifact/typed-array.js';

/** One place where two values differ. `path` leads to it: `trees[3].threshold`; empty for the value itself. */
export type ValueDifference =
  /** Numbers, texts, booleans and null. */
  | { readonly path: string; readonly kind: 'value'; readonly before: unknown; readonly now: unknown }
  /** Arrays of numbers of one type and length. */
  | {
      readonly path: string;
      readonly kind: 'array';
      readonly length: number;
      readonly differing: number;
      /** The largest absolute difference of two elements; NaN if one of them is no number. */
      readonly largest: number;
    }
  /** What stands there is of another kind, or of another length; `nothing` where there is none. */
  | { readonly path: string; readonly kind: 'shape'; readonly before: string; readonly now: string };

export interface Comparison {
  /** The first ones found, MOST at most. */
  readonly differences: readonly ValueDifference[];
  /** How many there are. */
  readonly total: number;
}

const MOST = 20;

/** Where and how far two decoded artifacts differ. Numbers are the same if their bits are: -0 is not 0, NaN is NaN. */
export function compareValues(before: unknown, now: unknown): Comparison {
  const differences: ValueDifference[] = [];
  let total = 0;
  const report = (difference: ValueDifference) => {
    if (++total <= MOST) differences.push(difference);
  };

  const compare = (old: unknown, current: unknown, path: string): void => {
    if (Object.is(old, current)) return;
    const shapes = { before: shapeOf(old), now: shapeOf(current) };
    if (shapes.before !== shapes.now) report({ path, kind: 'shape', ...shapes });
    else if (dtypeOf(old)) compareArrays(old as TypedArray, current as TypedArray, path, report);
    else if (isParent(old) && isParent(current)) {
      for (const key of keysOf(old, current)) {
        compare(old[key], current[key], Array.isArray(old) ? `${path}[${key}]` : join(path, key));
      }
    } else report({ path, kind: 'value', before: old, now: current });
  };
  compare(before, now, '');
  return { differences, total };
}

function compareArrays(
  old: TypedArray,
  current: TypedArray,
  path: string,
  report: (difference: ValueDifference) => void,
): void {
  let differing = 0;
  let largest = 0;
  for (let index = 0; index < old.length; index++) {
    const [was, is] = [old[index]!, current[index]!];
    if (Object.is(was, is)) continue;
    differing++;
    largest = Math.max(largest, Math.abs(is - was));
  }
  if (differing > 0) report({ path, kind: 'array', length: old.length, differing, largest });
}

/** What two values must share to be compared part by part. */
function shapeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  const dtype = dtypeOf(value);
  if (dtype) return `${dtype}[${(value as TypedArray).length}]`;
  return Array.isArray(value) ? `list of ${value.length}` : typeof value;
}

function isParent(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function keysOf(old: object, current: object): string[] {
  if (Array.isArray(old)) return Object.keys(old);
  return [...new Set([...Object.keys(old), ...Object.keys(current)])].sort();
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
