import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileWatcher, UNTOLD_MS } from '../../../cli/watch/file-watcher.js';
import { temporaryFolder } from '../restudy.js';

let folder: string;
let remove: () => void;
let watcher: FileWatcher;
let saved: Set<string>;
let arrived: () => void;

beforeEach(async () => {
  ({ folder, remove } = temporaryFolder());
  saved = new Set();
  arrived = () => {};
  watcher = new FileWatcher((file) => {
    saved.add(path.relative(folder, file));
    arrived();
  });
  mkdirSync(path.join(folder, 'a'));
  for (const file of ['a/one', 'a/two', 'three', 'beside']) write(file, 'before');
  await watcher.watch(
    ['a/one', 'a/two', 'three', 'later', 'b/c/later'].map((file) => path.join(folder, file)),
  );
});
afterEach(async () => {
  await watcher.close();
  remove();
});

const place = (file: string) => path.join(folder, file);
const write = (file: string, text: string) => writeFileSync(place(file), text);

/**
 * Does something when the last save is far enough away, and waits until a save of that file is told; nothing but the
 * test's limit ends the waiting.
 */
async function tells(file: string, change: () => void): Promise<void> {
  await sleep(2 * UNTOLD_MS);
  saved.clear();
  change();
  while (!saved.has(file)) {
    await new Promise<void>((resolve) => {
      arrived = resolve;
    });
  }
}

test('tells of a file that is written in place', async () => {
  await tells('a/one', () => write('a/one', 'after'));
});

test('tells of a file that another one is renamed over, each time', async () => {
  for (const text of ['1', '2', '3']) {
    await tells('three', () => {
      write('three.new', text);
      renameSync(place('three.new'), place('three'));
    });
  }
});

test('tells of a file that is replaced by one of the same size and time', async () => {
  const { atime, mtime } = statSync(place('three'));
  const sameTime = (file: string) => utimesSync(place(file), atime, mtime);
  await tells('three', () => {
    write('three', 'BEFORE');
    sameTime('three');
  });
  for (const text of ['before', 'BEFORE']) {
    await tells('three', () => {
      write('three.new', text);
      sameTime('three.new');
      renameSync(place('three.new'), place('three'));
    });
  }
});

test('tells of a file that is deleted, made again, and written then', async () => {
  await tells('a/two', () => rmSync(place('a/two')));
  await tells('a/two', () => write('a/two', 'again'));
  await tells('a/two', () => write('a/two', 'and again'));
});

test('tells of a file that was put aside and made anew', async () => {
  await tells('a/one', () => {
    renameSync(place('a/one'), place('a/one~'));
    write('a/one', 'after');
  });
  await tells('a/one', () => write('a/one', 'and after that'));
});

test('tells of files that were not there, in folders that were not there', async () => {
  await tells('later', () => write('later', 'now'));
  await tells('b/c/later', () => {
    mkdirSync(place('b/c'), { recursive: true });
    write('b/c/later', 'now');
  });
});

test('tells of no other files', async () => {
  write('beside', 'after');
  await tells('three', () => write('three', 'after'));
  expect([...saved]).toEqual(['three']);
});

test('watches other files from when it says so, and the old ones no more', async () => {
  expect(await watcher.watch([place('beside')])).toBe(true);
  expect(await watcher.watch([place('beside')])).toBe(false);
  write('three', 'after');
  await tells('beside', () => write('beside', 'after'));
  expect([...saved]).toEqual(['beside']);
});
