import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderForEdits, tortureEdits } from './edits.js';

// The short form of `npm run torture -- --edits N`, with a seed that is always the same.

const SEED = 1;
const EDITS = 300;
/** Twenty seconds of an idle machine; a smaller example is looked for, too, where something is wrong. */
const LONGEST_MS = 600_000;

let folder: string;
beforeAll(() => {
  folder = folderForEdits();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  'small studies that are edited come to what they come to with an empty cache, and nothing runs for nothing',
  async () => {
    const report = await tortureEdits(folder, SEED, EDITS, 1);
    expect(report.failures).toEqual([]);
    expect(report.counts).toEqual({ missed: 0, false: 0, broken: 0 });
    expect(report.edits).toBe(EDITS);
    expect(report.ran).toBeGreaterThan(EDITS / 2);
    expect(report.hits).toBeGreaterThan(EDITS);
    expect(report.fresh).toBeGreaterThan(EDITS / 10);
  },
  LONGEST_MS,
);
