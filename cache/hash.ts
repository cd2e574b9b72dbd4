import { createHash } from 'node:crypto';

declare const brand: unique symbol;

/** The SHA-256 of some bytes, as 64 lower-case hexadecimal digits. */
export type Hash = string & { readonly [brand]: 'hash' };

/** The name of a computation: a hash of everything that could change its result. */
export type Key = string & { readonly [brand]: 'key' };

/** The SHA-256 of `bytes`. */
export function sha256(bytes: Uint8Array): Hash {
  return createHash('sha256').update(bytes).digest('hex') as Hash;
}
