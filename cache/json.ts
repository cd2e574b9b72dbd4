import * as v from 'valibot';

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Deeper values are refused, and so are those that contain themselves. */
const MAX_DEPTH = 500;

export const jsonSchema = v.custom<Json>(
  (value) => isJson(value, 0),
  'must be null, a boolean, a finite number, a string, an array or a plain object, and hold nothing else',
);

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return [...value].every((item) => isJson(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const members = value as Record<PropertyKey, unknown>;
  return Reflect.ownKeys(value).every((key) => typeof key === 'string' && isJson(members[key], depth + 1));
}
