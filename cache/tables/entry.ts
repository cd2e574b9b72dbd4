import * as v from 'valibot';
import { sha256 } from '../hash.js';

/**
 * How the small things of a store (records, cells, runs ...) are written: the beginning of a hash, then JSON.
 * The hash covers the entry's place as well, so neither a damaged byte nor an entry that strayed to another
 * place is ever believed.
 */
const HASH_DIGITS = 16;

/** The entry for `value` at `place`, which is a text that no other entry of the store has. */
export function writeEntry(place: string, value: unknown): string {
  const json = JSON.stringify(value);
  return check(place, json) + json;
}

/** The value of an entry; undefined if there is none, or if it is damaged or does not fit the schema. */
export function readEntry<Value>(
  place: string,
  entry: string | undefined,
  schema: v.GenericSchema<unknown, Value>,
): Value | undefined {
  if (entry === undefined) return undefined;
  const json = entry.slice(HASH_DIGITS);
  if (!entry.startsWith(check(place, json))) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(json));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function check(place: string, json: string): string {
  return sha256(Buffer.from(`${place}\n${json}`)).slice(0, HASH_DIGITS);
}
