import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Hash } from '../../cache/hash.js';
import { memoryStore } from '../../cache/memory-store.js';
import { hashFiles } from '../../pipeline/files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, new Date(1e12), new Date(1e12));
}

async function hash(of = folder, store = memoryStore()): Promise<Hash> {
  return (await hashFiles({ images: of }, store))['images']!;
}

test('a folder is the names and contents of all that is below it, wherever it lies', async () => {
  write('one/b/2.png', 'two');
  write('one/a/1.png', 'one');
  // Made in another order.
  write('other/a/1.png', 'one');
  write('other/b/2.png', 'two');
  const one = await hash(path.join(folder, 'one'));
  expect(await hash(path.join(folder, 'other'))).toBe(one);
  expect(one).toBe('24bee3c2a90175f664ab67872397bdaab326a21f60c20d2ff616691e4ecd898a');
});

test('whatever changes in it makes another hash', async () => {
  write('a/1', 'x');
  const hashes = [await hash()];
  const edits = [
    () => write('a/1', 'y'),
    () => write('a/2', 'x'),
    () => write('b/2', 'x'),
    () => renameSync(path.join(folder, 'b/2'), path.join(folder, 'b/3')),
    () => rmSync(path.join(folder, 'a/2')),
    // Names and contents do not run into one another.
    () => write('a/1x', ''),
  ];
  for (const edit of edits) {
    edit();
    hashes.push(await hash());
  }
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('an empty folder is no part of it', async () => {
  write('a/1', 'x');
  const before = await hash();
  mkdirSync(path.join(folder, 'empty'));
  expect(await hash()).toBe(before);
});

test('what was hashed once is not read again, and only what was touched is', async () => {
  write('a/1', 'x');
  write('a/2', 'y');
  const store = memoryStore();
  const first = await hash(folder, store);
  // The same stat: nobody looks into it.
  writeFileSync(path.join(folder, 'a/1'), 'z');
  utimesSync(path.join(folder, 'a/1'), new Date(1e12), new Date(1e12));
  expect(await hash(folder, store)).toBe(first);
  utimesSync(path.join(folder, 'a/1'), new Date(1e12 + 5), new Date(1e12 + 5));
  const second = await hash(folder, store);
  expect(second).not.toBe(first);
  expect(second).toBe(await hash());
});

test('a link counts as what it leads to; one that leads up, or nowhere, is one clear error', async () => {
  write('one/a/1', 'x');
  mkdirSync(path.join(folder, 'other'));
  symlinkSync(path.join(folder, 'one/a'), path.join(folder, 'other/a'));
  expect(await hash(path.join(folder, 'other'))).toBe(await hash(path.join(folder, 'one')));
  symlinkSync('nowhere', path.join(folder, 'other/b'));
  await expect(hash(path.join(folder, 'other'))).rejects.toThrow(/^Cannot read the images file .*ENOENT/);
  symlinkSync('..', path.join(folder, 'one/up'));
  await expect(hash(path.join(folder, 'one'))).rejects.toThrow(/more than 16 levels deep\.$/);
});
