import type { Hash, Key } from '../cache/hash.js';
import type { Code, KeyParts } from '../cache/record.js';
import { digest } from './canonical.js';

/**
 * The version of what the engine itself contributes to a result: the canonical encoding, the codec, the
 * meaning of the parts below. Raising it makes every earlier result a miss.
 */
export const FORMAT = 1;

/** Many steps are of one stage, and share what its code is. */
const fingerprints = new WeakMap<object, Hash>();

/** The hash of what a step's code is: its stage and all the code that the study handed to it. */
export function fingerprintOf(code: Readonly<Record<string, Code>>): Hash {
  const fingerprint = fingerprints.get(code) ?? digest('fingerprint', code);
  fingerprints.set(code, fingerprint);
  return fingerprint;
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
