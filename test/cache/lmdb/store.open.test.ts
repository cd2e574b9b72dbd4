import {
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { open as openLmdb } from 'lmdb';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../cache/hash.js';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { StoreError, type StoreProblem } from '../../../cache/store-error.js';
import { artifactOf, noise } from '../samples.js';
import { useTemporaryFolders } from '../temporary-folder.js';

const temporaryFolder = useTemporaryFolders();

/** Opens what cannot be opened, and gives the error, which is one clear line. */
function errorOf(folder: string): StoreError {
  try {
    openLmdbStore(folder);
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    const { message } = error as StoreError;
    expect(message).not.toContain('\n');
    expect(message).toContain((error as StoreError).folder);
    expect(message).toMatch(/--cache|delete|free some/);
    return error as StoreError;
  }
  throw new Error(`${folder} was opened`);
}

/** All below a folder that lasts: relative path -> hash of the content. */
function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files.map((file) => {
      const name = path.join(file.parentPath, file.name);
      const lasts = file.isFile() && file.name !== 'lock.mdb';
      return [path.relative(folder, name), lasts ? sha256(readFileSync(name)) : 'a folder, a link or a lock'];
    }),
  );
}

/** Makes a store in a folder. */
async function makeStore(folder: string): Promise<string> {
  const store = openLmdbStore(folder);
  await store.commit({ artifacts: [artifactOf(noise(6_000_000, 1))] });
  await store.close();
  return folder;
}

describe('a store is not opened, and nothing is made or changed,', () => {
  const cases: [string, StoreProblem, (folder: string) => string | Promise<string>][] = [
    ['where there is a file', 'not-a-folder', (folder) => written(folder, 'file', 'text')],
    ['below a file', 'not-a-folder', (folder) => path.join(written(folder, 'file', 'text'), 'deep', 'below')],
    ['behind a link that leads nowhere', 'not-a-folder', linkToNowhere],
    [
      'under a name that is too long',
      'not-accessible',
      (folder) => path.join(folder, 'new', 'x'.repeat(300)),
    ],
    ['with a data file of another kind', 'not-a-store', (folder) => dataFile(folder, 'x'.repeat(20_000))],
    ['with a data file of a few bytes', 'not-a-store', (folder) => dataFile(folder, 'x')],
    ['with a folder for a data file', 'not-a-store', (folder) => folderInPlaceOf(folder, 'data.mdb')],
    ['with a folder for a lock file', 'not-a-store', (folder) => folderInPlaceOf(folder, 'lock.mdb')],
    ['with a data file that was cut short', 'damaged', cutShort],
    ['in the environment of another program', 'older-format', foreignEnvironment],
    ['with a format of a later version', 'newer-format', (folder) => withFormat(folder, '2')],
    ['with a format of an earlier version', 'older-format', (folder) => withFormat(folder, '0')],
    ['with a format that is no number', 'older-format', (folder) => withFormat(folder, 'one')],
  ];
  test.each(cases)('%s', async (_, code, prepare) => {
    const around = temporaryFolder();
    const folder = await prepare(around);
    const before = contentOf(around);
    const error = errorOf(folder);
    expect(error.code).toBe(code);
    expect(errorOf(folder).message).toBe(error.message);
    expect(contentOf(around)).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that may not be written to', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'locked'), { mode: 0o500 });
    expect(errorOf(path.join(folder, 'locked')).code).toBe('not-accessible');
    expect(errorOf(path.join(folder, 'locked', 'new')).code).toBe('not-accessible');
  });

  test.skipIf(process.platform !== 'linux')('in a file system that makes no folders', () => {
    expect(errorOf('/proc/restudy/cache').code).toBe('not-a-folder');
  });

  test('and a message about a format says which is which', async () => {
    const { message } = errorOf(await withFormat(temporaryFolder(), '7'));
    expect(message).toMatch(/has format 7, .* uses format 1: update Restudy/);
  });

  function written(folder: string, name: string, content: string): string {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  }

  function linkToNowhere(folder: string): string {
    symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'link'));
    return path.join(folder, 'link');
  }

  function dataFile(folder: string, content: string): string {
    mkdirSync(path.join(folder, 'store'));
    written(path.join(folder, 'store'), 'data.mdb', content);
    return path.join(folder, 'store');
  }

  function folderInPlaceOf(folder: string, name: string): string {
    mkdirSync(path.join(folder, 'store', name), { recursive: true });
    return path.join(folder, 'store');
  }

  async function cutShort(folder: string): Promise<string> {
    await makeStore(folder);
    truncateSync(path.join(folder, 'data.mdb'), 3_000_000);
    return folder;
  }

  async function foreignEnvironment(folder: string): Promise<string> {
    const environment = openLmdb({ path: folder, noSubdir: false, overlappingSync: false });
    await environment.openDB('theirs', {}).put('a', 1);
    await environment.close();
    return folder;
  }

  async function withFormat(folder: string, format: string): Promise<string> {
    await makeStore(folder);
    const environment = openLmdb({ path: folder, noSubdir: false, overlappingSync: false });
    await environment.openDB('meta', { encoding: 'string' }).put('format', format);
    await environment.close();
    return folder;
  }
});

describe('a store is opened', () => {
  test('where a process was killed before it could make one', async () => {
    const folder = temporaryFolder();
    openSync(path.join(folder, 'data.mdb'), 'w');
    const store = openLmdbStore(folder);
    await store.commit({ artifacts: [artifactOf('x')] });
    await store.close();
    const again = openLmdbStore(folder);
    expect(again.stats().artifacts).toBe(1);
    await again.close();
  });

  test('without its lock file, which holds nothing that lasts', async () => {
    const folder = await makeStore(temporaryFolder());
    truncateSync(path.join(folder, 'lock.mdb'), 0);
    const store = openLmdbStore(folder);
    expect(store.stats().artifacts).toBe(1);
    await store.close();
  });

  test('in a folder that holds other files, and whose name has a dot', async () => {
    const folder = path.join(temporaryFolder(), 'cache.v1');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    const store = openLmdbStore(folder);
    await store.commit({ artifacts: [artifactOf('x')] });
    await store.close();
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb', 'notes.txt']);
  });

  test('behind a link to a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'real'));
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    const store = openLmdbStore(path.join(folder, 'link'));
    const same = openLmdbStore(path.join(folder, 'real'));
    await store.commit({ artifacts: [artifactOf('x')] });
    expect(same.stats().artifacts).toBe(1);
    await store.close();
    await same.close();
  });
});
