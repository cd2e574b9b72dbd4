import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { encode } from 'fast-png';
import { afterAll, expect, test } from 'vitest';
import { outcomes, restudy, temporaryFolder } from './restudy.js';

// Data that is exchanged behind the back of those who go by size and time.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const run = async (source: string, file: string, ...more: string[]) => {
  const settings = [`digits.source=${source}`, `digits.path=${path.join(folder, file)}`, ...more];
  const cache = path.join(folder, 'cache');
  const set = settings.flatMap((setting) => ['--set', setting]);
  const finished = await restudy(['run', 'digits', '--json', '--cache', cache, ...set]);
  expect(finished).toMatchObject({ code: 0, stderr: '' });
  return outcomes(finished).ran;
};

test('archives without times of their own: what is unpacked over the data is noticed, and so is the way back', async () => {
  const table = path.join(folder, 'table.csv');
  for (const value of [3, 9]) {
    writeFileSync(table, `label,a\n0,1\n1,${value}\n`);
    execFileSync('tar', ['--mtime=@0', '-C', folder, '-cf', `${table}.${value}.tar`, 'table.csv']);
  }
  const unpack = (value: number) => execFileSync('tar', ['-C', folder, '-xf', `${table}.${value}.tar`]);
  const look = (name: string) => run('csv', 'table.csv', 'digits.targetColumn=label', `digits.name=${name}`);
  unpack(3);
  expect(await look('a')).toEqual(['digits']);
  // From here on its stat says something, and is gone by.
  await delay(2_100);
  expect(await look('a')).toEqual([]);
  unpack(9);
  expect(await look('a')).toEqual(['digits']);
  expect(await look('b')).toEqual(['digits']);
  unpack(3);
  expect(await look('a')).toEqual([]);
  expect(await look('b')).toEqual(['digits']);
});

test('what a system leaves in a folder of images reruns nothing', async () => {
  for (const label of [0, 1]) {
    mkdirSync(path.join(folder, 'images', String(label)), { recursive: true });
    const image = encode({ width: 2, height: 1, data: Uint8Array.of(label, 9), channels: 1, depth: 8 });
    writeFileSync(path.join(folder, 'images', String(label), 'a.png'), image);
  }
  expect(await run('png', 'images')).toEqual(['digits']);
  for (const junk of ['.DS_Store', '1/Thumbs.db', '1/._a.png']) {
    writeFileSync(path.join(folder, 'images', junk), 'by nobody');
  }
  expect(await run('png', 'images')).toEqual([]);
});
