import fs, { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { StoreError } from '../../../cache/store-error.js';
import { resultOf } from '../samples.js';
import { useTemporaryFolders } from '../temporary-folder.js';
import { canMakeSmallDisks, useChildren } from './children/children.js';

/** Stands in for a file system that is nearly full, while a test says so. */
const free = { bytes: Number.POSITIVE_INFINITY };
const { statfsSync } = fs;
beforeAll(() => replaceStatfs((() => ({ bavail: free.bytes, bsize: 1 })) as unknown as typeof statfsSync));
afterAll(() => replaceStatfs(statfsSync));
function replaceStatfs(stand: typeof statfsSync): void {
  fs.statfsSync = stand;
  syncBuiltinESMExports();
}

const temporaryFolder = useTemporaryFolders();
const startChild = useChildren();

describe('a full disk', () => {
  test('takes no new store, and nothing is made', () => {
    const folder = path.join(temporaryFolder(), 'new', 'store');
    free.bytes = 8192;
    try {
      expect(() => openLmdbStore(folder)).toThrow(StoreError);
      expect(() => openLmdbStore(folder)).toThrow(/no space left for .*new.store: free some/);
    } finally {
      free.bytes = Number.POSITIVE_INFINITY;
    }
    expect(existsSync(path.dirname(folder))).toBe(false);
  });

  test('takes no compact copy: what was collected is deleted, the file stays as large, and all else is as it was', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    const [kept, gone] = [resultOf('kept'), resultOf('gone')];
    for (const { artifact, record } of [gone, kept]) await store.commit({ artifacts: [artifact], record });
    const options = { keep: new Set([kept.record.key]), keepRuns: 0 };
    free.bytes = 8192;
    try {
      const report = await store.collect(options);
      expect(report).toMatchObject({ done: true, records: 1, artifacts: 1 });
      expect(report.bytesAfter).toBeGreaterThanOrEqual(report.bytesBefore);
      expect(report.usedBytes).toBeLessThan(report.bytesAfter);
    } finally {
      free.bytes = Number.POSITIVE_INFINITY;
    }
    expect(store.readArtifact(kept.artifact.hash)).toEqual(kept.artifact.bytes);
    const { bytesAfter, usedBytes } = await store.collect(options);
    expect(bytesAfter).toBeLessThanOrEqual(usedBytes);
    await store.close();
  });

  test.skipIf(process.platform === 'win32')(
    'takes nothing of a change that does not fit, and the store goes on',
    async () => {
      const folder = temporaryFolder();
      // No file of the child may become larger than 20 MB: the change that it commits has 25.
      const child = startChild.limited(20_000_000, 'tell', folder);
      expect(await child.next()).toMatchObject({
        name: 'StoreError',
        message: expect.stringContaining(folder),
      });
      expect([await child.next(), await child.next(), await child.next()]).toEqual([true, 0, 'closed']);
      expect(await child.ended).toBe(0);
      expect(child.stderr()).toBe('');
      const store = openLmdbStore(folder);
      expect(store.stats()).toMatchObject({ artifacts: 2, records: 0, runs: 0 });
      expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
      await store.close();
    },
  );

  test('of its own keeps all that was committed, also with no byte left, and goes on when there is room', async ({
    skip,
  }) => {
    const folder = temporaryFolder();
    skip(!canMakeSmallDisks(folder), 'needs the right to mount a file system');
    const child = startChild.onSmallDisk(24_000_000, 'fill', folder);
    const filled = (await child.next()) as { committed: number; problem: string; there: number };
    expect(filled.committed).toBeGreaterThan(10);
    expect(filled.problem).toMatch(/^disk-full: There is no space left for .*store: free some/);
    expect(filled.there).toBe(filled.committed);
    expect(await child.next()).toBe('ENOSPC');
    expect([{ there: filled.committed }, { refused: 'disk-full' }]).toContainEqual(await child.next());
    expect(await child.next()).toMatchObject({
      there: filled.committed,
      verified: { damaged: [], broken: [] },
    });
    expect(await child.ended).toBe(0);
    expect(child.stderr()).toBe('');
  });
});
