import type { Hash, Key } from '../../cache/hash.js';
import type { Code, KeyParts } from '../../cache/record.js';
import { digest } from '../canonical.js';

/**
 * The version of what the engine itself contributes to a result: the canonical encoding, the codec, the
 * meaning of the parts below. Raising it makes every earlier result a miss.
 */
export const FORMAT = 2;

/**
 * Since this format a key has all that can change a result. Before, it could miss code that was made on the spot, or
 * loaded while it ran, patched packages, and data whose time was set back: such records may hold others' results.
 */
export const FIRST_WHOLE_FORMAT = 2;

/** Many steps are of one stage, and share what its code is. */
const fingerprints = new WeakMap<object, Hash>();

/** The hash of what a step's code is: its stage and all the code that the study handed to it. */
export function fingerprintOf(code: Readonly<Record<string, Code>>): Hash {
  const fingerprint = fingerprints.get(code) ?? digest('fingerprint', hashed(code));
  fingerprints.set(code, fingerprint);
  return fingerprint;
}

/** What of it is in a key: names and explanations are for people. */
function hashed(code: Readonly<Record<string, Code>>): object {
  return Object.fromEntries(
    Object.entries(code).map(([place, { hash, packages, loads }]) => [
      place,
      { hash, packages, ...(loads ? { loads } : {}) },
    ]),
  );
}

/**
 * The key of a step: a hash of everything that could change its result.
 *
 * Left out on purpose, since results must not depend on them: the step's id, thread count, machine, Node's
 * version, paths, environment variables and the time.
 */
export function keyOf({ format, code, params, inputs, files }: KeyParts): Key {
  return digest('step', { format, fingerprint: fingerprintOf(code), params, inputs, files }) as string as Key;
}
