import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { restudyProgram, temporaryFolder } from './restudy.js';
import { writeSmallStudy } from './small-digits.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

test('nothing of the environment gets into a cache', () => {
  const secret = 'token-3f9d1c7be2';
  const cache = path.join(folder, 'cache');
  const { status } = spawnSync(
    process.execPath,
    [restudyProgram, 'run', 'split', '--cache', cache, '--params', writeSmallStudy(folder)],
    {
      env: { ...process.env, RESTUDY_TEST_SECRET: secret, HOME: path.join(folder, secret) },
      encoding: 'utf8',
    },
  );
  expect(status).toBe(0);
  expect(readdirSync(cache)).toContain('data.mdb');
  expect(readFileSync(path.join(cache, 'data.mdb')).includes(secret)).toBe(false);
});
