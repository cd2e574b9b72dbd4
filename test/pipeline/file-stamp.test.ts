import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isProof, stampOf } from '../../pipeline/file-stamp.js';

const MS = 1_000_000n;
const NOW = 1.7e12;
/** Long ago, by the clock of the file system. */
const old = fc.bigInt({ min: 1n, max: BigInt(NOW - 2_000) * MS - 1n });
const young = fc.bigInt({ min: BigInt(NOW - 2_000) * MS, max: BigInt(NOW) * MS });
const future = fc.bigInt({ min: BigInt(NOW) * MS, max: BigInt(2 * NOW) * MS });
const ino = fc.bigInt({ min: 1n, max: 2n ** 64n });

test('a stat is proof if the file has been left alone for a while, whatever time it was given', () => {
  const given = fc.oneof(old, fc.constant(0n), fc.constant(-MS));
  fc.assert(
    fc.property(given, old, ino, (mtimeNs, ctimeNs, ino) => {
      expect(isProof({ mtimeNs, ctimeNs, ino }, NOW)).toBe(true);
    }),
  );
});

test('it is none if either time is young or in the future', () => {
  const late = fc.oneof(young, future);
  const times = fc.oneof(fc.tuple(old, late), fc.tuple(late, old), fc.tuple(late, late));
  fc.assert(
    fc.property(times, ino, ([mtimeNs, ctimeNs], ino) => {
      expect(isProof({ mtimeNs, ctimeNs, ino }, NOW)).toBe(false);
    }),
  );
});

test('it is none where the file system knows no inodes, or no time of last change', () => {
  fc.assert(
    fc.property(old, old, ino, fc.constantFrom(0n, -MS), (mtimeNs, ctimeNs, ino, nothing) => {
      expect(isProof({ mtimeNs, ctimeNs: nothing, ino }, NOW)).toBe(false);
      expect(isProof({ mtimeNs, ctimeNs, ino: 0n }, NOW)).toBe(false);
    }),
  );
});

test('any figure that differs makes another stamp, by a nanosecond too', () => {
  const stat = statSync(fileURLToPath(import.meta.url), { bigint: true });
  const stamps = (['size', 'mtimeNs', 'ctimeNs', 'ino', 'dev'] as const).map((name) =>
    stampOf(Object.assign(Object.create(stat), { [name]: stat[name] + 1n })),
  );
  expect(new Set([stampOf(stat), ...stamps]).size).toBe(6);
  // Who has read it does not matter.
  expect(stampOf(Object.assign(Object.create(stat), { atimeNs: 1n }))).toBe(stampOf(stat));
});
