import * as z from 'zod';

type Json = z.core.util.JSONType;

/** Deeper values are refused, and so are those that contain themselves. */
const MAX_DEPTH = 500;

/** As `z.json()`, which tries six schemas on each part of a value: most of the time that checking a record took. */
export const jsonSchema = z.custom<Json>(
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
