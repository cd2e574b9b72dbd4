import { statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { isSame, readSaved } from '../../../cli/watch/saved-state.js';
import { temporaryFolder } from '../restudy.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

test('other data of the same size, time and inode is another state; data that is not there is one, too', async () => {
  const data = path.join(folder, 'data.csv');
  const state = () => readSaved({ study: undefined, params: undefined, reads: [data] });
  const missing = await state();
  writeFileSync(data, 'old');
  const { atime, mtime } = statSync(data);
  const before = await state();
  expect(isSame(missing, before)).toBe(false);
  expect(isSame(before, await state())).toBe(true);
  // Clocks of file systems stand still for some milliseconds.
  await delay(15);
  writeFileSync(data, 'new');
  utimesSync(data, atime, mtime);
  expect(isSame(before, await state())).toBe(false);
});
