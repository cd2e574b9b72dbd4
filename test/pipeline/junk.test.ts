import { expect, test } from 'vitest';
import { isJunk } from '../../pipeline/junk.js';
import { DATA, JUNK } from './junk-names.js';

// Folders are hashed and read without it. Whoever changes what is junk changes what a result means: raise FORMAT.

test.each(JUNK)('%j is junk', (name) => {
  expect(isJunk(name)).toBe(true);
});

test.each(DATA)('%j is data', (name) => {
  expect(isJunk(name)).toBe(false);
});
