import { expect, test } from 'vitest';
import { sha256 } from '../../cache/hash.js';

test('a hash is the SHA-256 of the bytes', () => {
  expect(sha256(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('a gigabyte and more is hashed in pieces to the same', () => {
  // From `head -c 1073741825 /dev/zero | sha256sum`.
  expect(sha256(new Uint8Array(2 ** 30 + 1))).toBe(
    '6d9bfe50425f2dfe4e2ac07efee1f0bc9d567348ad4aed62704ffe6f5884e9a8',
  );
});
