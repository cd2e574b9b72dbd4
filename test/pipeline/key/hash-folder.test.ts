import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Hash } from '../../../cache/hash.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { hashFiles } from '../../../pipeline/key/files.js';
import { dataName, junkName } from '../junk-names.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-folder-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

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
  // By then the files are old enough.
  const now = Date.now() + 60_000;
  vi.spyOn(Date, 'now').mockReturnValue(now);
  const first = await hash(folder, store);
  const memories = ['a/1', 'a/2'].map((name) => store.findFile(path.join(folder, name))!);
  // Whoever is told another hash of a file has not read it.
  const [, lie] = memories.toReversed();
  await store.commit({
    files: [{ path: path.join(folder, 'a/2'), memory: { ...memories[1]!, hash: lie!.hash } }],
  });
  const lied = await hash(folder, store);
  expect(lied).not.toBe(first);
  write('a/1', 'z');
  const second = await hash(folder, store);
  expect(new Set([first, lied, second, await hash()]).size).toBe(4);
  write('a/2', 'y');
  expect(await hash(folder, store)).toBe(await hash());
});

describe('junk among the files', () => {
  test('makes no other hash, wherever it lies and whatever is in it', async () => {
    const place = fc.constantFrom('', 'a/', 'a/b/');
    const content = fc.constantFrom('', 'x', 'y');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, junkName, content, fc.boolean())), async (all) => {
        rmSync(folder, { recursive: true });
        for (const name of ['1.png', 'a/2.png', 'a/b/3.png']) write(name, name);
        const before = await hash();
        for (const [index, [above, name, text, isFolder]] of all.entries()) {
          rmSync(path.join(folder, above, name), { recursive: true, force: true });
          write(isFolder ? `${above}${name}/${index}.png` : above + name, text);
        }
        expect(await hash()).toBe(before);
      }),
      { numRuns: 50 },
    );
  });

  test('is not even looked at: a lock that leads nowhere', async () => {
    write('1.png', 'x');
    const before = await hash();
    symlinkSync('somebody@somewhere.1', path.join(folder, '.#1.png'));
    expect(await hash()).toBe(before);
  });

  test('is nothing else: any other name counts, hidden or not', async () => {
    write('1.png', 'x');
    const before = await hash();
    await fc.assert(
      fc.asyncProperty(dataName, async (name) => {
        write(name, 'x');
        expect(await hash()).not.toBe(before);
        rmSync(path.join(folder, name));
      }),
      { numRuns: 50 },
    );
  });
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
