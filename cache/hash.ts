import { createHash, hash } from 'node:crypto';

declare const brand: unique symbol;

/** Keeps texts of one kind apart from those of others. */
export interface Branded<Kind extends string> {
  readonly [brand]: Kind;
}

/** The SHA-256 of some bytes, as 64 lower-case hexadecimal digits. */
export type Hash = string & Branded<'hash'>;

/** The name of a computation: a hash of everything that could change its result. */
export type Key = string & Branded<'key'>;

/** Whether this could be a hash. */
export function isHash(value: unknown): value is Hash {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** Whether this could be a key. */
export function isKey(value: unknown): value is Key {
  return isHash(value);
}

/** Node refuses to hash 2 GiB or more at once. */
const PIECE = 2 ** 30;

/** The SHA-256 of `bytes`. */
export function sha256(bytes: Uint8Array): Hash {
  if (bytes.byteLength <= PIECE) return hash('sha256', bytes, 'hex') as Hash;
  const whole = createHash('sha256');
  for (let from = 0; from < bytes.byteLength; from += PIECE) whole.update(bytes.subarray(from, from + PIECE));
  return whole.digest('hex') as Hash;
}
