import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { enterFolder } from '../../../cache/lmdb/presence.js';
import type { Store } from '../../../cache/store.js';
import { artifactOf, keyOf, resultOf, runOf } from '../samples.js';
import { useTemporaryFolders } from '../temporary-folder.js';
import { useChildren } from './children/children.js';

const temporaryFolder = useTemporaryFolders();
const startChild = useChildren();
const sizeOf = (folder: string) => statSync(path.join(folder, 'data.mdb')).size;

/** Runs that used a result of their own and the one of the run before. */
async function fill(store: Store, runs: number): Promise<void> {
  for (let number = 0; number < runs; number++) {
    const run = `run ${number}`;
    await store.commit({ run: runOf(run, new Date(1.7e12 + number).toISOString()) });
    for (const step of [`${number - 1}`, `${number}`]) {
      const { artifact, record } = resultOf(step);
      const entry = { step, key: record.key, seconds: 1, outcome: 'ran' } as const;
      await store.commit({
        artifacts: [artifact],
        record,
        steps: { run, study: 'mnist', entries: [entry] },
      });
    }
  }
}

/** Asserts that the results of these steps are there, with all their bytes, and nothing in the store is broken. */
async function expectWhole(store: Store, steps: readonly number[]): Promise<void> {
  for (const step of steps) {
    const { artifact, record } = resultOf(`${step}`);
    expect(store.findRecord(record.key)).toEqual(record);
    expect(Buffer.compare(store.readArtifact(artifact.hash)!, artifact.bytes)).toBe(0);
  }
  expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
  expect(store.verifyChain().faults).toEqual([]);
}

const nothingNamed = { keep: new Set<never>() };

describe('collecting garbage in LMDB', () => {
  test('gives the room back to the file system, and the store goes on', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    await fill(store, 20);
    const before = sizeOf(folder);
    const report = await store.collect({ ...nothingNamed, keepRuns: 2 });
    expect(report).toMatchObject({ done: true, records: 18, artifacts: 18, bytesBefore: before });
    expect(report.bytesAfter).toBeLessThanOrEqual(report.usedBytes);
    expect(sizeOf(folder)).toBe(report.bytesAfter);
    expect(before - sizeOf(folder)).toBeGreaterThanOrEqual(report.artifactBytes);
    await expectWhole(store, [17, 18, 19]);
    const late = artifactOf('committed to the new file');
    await store.commit({ artifacts: [late] });
    await store.close();
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
    const again = openLmdbStore(folder);
    await expectWhole(again, [17, 18, 19]);
    expect(again.readArtifact(late.hash)).toEqual(late.bytes);
    expect(again.runs()).toHaveLength(20);
    await again.close();
  });

  test('a size holds on the disk', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    await fill(store, 20);
    for (const maxBytes of [8_000_000, 5_000_000, 2_345_678]) {
      const report = await store.collect({ ...nothingNamed, keepRuns: 1, maxBytes });
      expect(report.bytesAfter).toBe(sizeOf(folder));
      expect(sizeOf(folder)).toBeLessThanOrEqual(maxBytes);
      // No more than it must: the next result would not have found room.
      expect(sizeOf(folder)).toBeGreaterThan(maxBytes - 1_000_000);
    }
    await expectWhole(store, [18, 19]);
    await store.close();
  });

  test('deletes nothing while another process has the store open, and says which', async () => {
    const folder = temporaryFolder();
    const other = startChild('hold', folder, 'a');
    expect(await other.next()).toBe(true);
    const store = openLmdbStore(folder);
    await fill(store, 5);
    const before = store.stats();
    const report = await store.collect({ ...nothingNamed, keepRuns: 1 });
    expect(report).toMatchObject({ done: false, records: 4, artifacts: 4 });
    expect(report.others.map(({ pid }) => pid)).toEqual([other.process.pid]);
    expect(store.stats()).toEqual(before);

    other.process.kill('SIGKILL');
    await other.ended;
    expect(await store.collect({ ...nothingNamed, keepRuns: 1 })).toMatchObject({
      done: true,
      records: 4,
      others: [],
    });
    await expectWhole(store, [3, 4]);
    await store.close();
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });

  test('deletes nothing while another part of this process has the store open', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    const second = openLmdbStore(folder);
    await fill(store, 5);
    const report = await second.collect({ ...nothingNamed, keepRuns: 1 });
    expect(report).toMatchObject({ done: false, others: [{ pid: process.pid }] });
    await store.close();
    const collected = second.collect({ ...nothingNamed, keepRuns: 1 });
    await Promise.resolve();
    expect(await collected).toMatchObject({ done: true, records: 4 });
    await second.close();
  });

  test('who opens the store waits until somebody who has it alone is done', async () => {
    const [elsewhere, folder] = [path.join(temporaryFolder(), 'elsewhere'), temporaryFolder()];
    const store = openLmdbStore(elsewhere);
    await fill(store, 3);
    await store.close();
    const presence = enterFolder(folder);
    const entered = await presence.alone();
    const child = startChild('see', folder);
    const announced = () => readdirSync(folder).some((name) => name.startsWith(`${child.process.pid}-`));
    while (!announced()) await sleep(5);
    copyFileSync(path.join(elsewhere, 'data.mdb'), path.join(folder, 'data.mdb'));
    if ('alone' in entered) entered.alone.leave();
    expect(await child.next()).toBe(4);
    expect(await child.ended).toBe(0);
    presence.leave();
  });

  test("what a process left that died while it was alone, or elsewhere in copying, is in nobody's way", async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    await fill(store, 3);
    await store.close();
    const [own] = presenceOf(folder);
    writeFileSync(path.join(folder, own!.replace(/^\d+/, '999999999').replace('.open', '.alone')), '');
    mkdirSync(path.join(folder, 'compact-abcdef'));
    writeFileSync(path.join(folder, 'compact-abcdef', 'data.mdb'), 'half of a copy');
    const again = openLmdbStore(folder);
    expect(await again.collect({ ...nothingNamed, keepRuns: 1 })).toMatchObject({ done: true });
    await expectWhole(again, [1, 2]);
    await again.close();
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });

  /** The name of the file by which a process announces itself. */
  function presenceOf(folder: string): string[] {
    const presence = enterFolder(folder);
    const names = readdirSync(folder).filter((name) => name.endsWith('.open'));
    presence.leave();
    return names;
  }
});

describe('while others run', () => {
  test('runs that come and go lose nothing, and what is not theirs is deleted', async () => {
    const folder = temporaryFolder();
    const filled = openLmdbStore(folder);
    await fill(filled, 10);
    await filled.close();
    const child = startChild('rerun', folder, '5');
    let isRunning = true;
    void child.ended.then(() => (isRunning = false));
    let collected = 0;
    while (isRunning) {
      const store = openLmdbStore(folder);
      const { done } = await store.collect({ ...nothingNamed, keepRuns: 3 });
      if (done) collected++;
      await store.close();
      await sleep(10);
    }
    expect(child.stderr()).toBe('');
    expect(await child.ended).toBe(0);
    expect(collected).toBeGreaterThan(0);
    const store = openLmdbStore(folder);
    await store.collect({ ...nothingNamed, keepRuns: 3 });
    expect(store.findRecord(keyOf('3'))).toBeUndefined();
    expect(store.stats()).toMatchObject({ runs: 20, records: 3 });
    await expectWhole(store, [8]);
    await store.close();
  });

  test('deletes the copy that a killed one left, also where there is nothing to compact any more', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    await fill(store, 2);
    await store.collect({ ...nothingNamed, keepRuns: 2 });
    mkdirSync(path.join(folder, 'compact-abcdef'));
    const before = sizeOf(folder);
    await store.collect({ ...nothingNamed, keepRuns: 2 });
    expect(sizeOf(folder)).toBe(before);
    await store.close();
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });

  test('killed at any moment, it leaves a store whose roots are whole, and the next one cleans up', async () => {
    let random = 20_240_102;
    let unfinished = 0;
    for (let round = 0; round < 12; round++) {
      const folder = temporaryFolder();
      const store = openLmdbStore(folder);
      await fill(store, 25);
      await store.close();
      const before = sizeOf(folder);
      const child = startChild('collect', folder, '3');
      await child.next();
      random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      await sleep((random >>> 8) % 120);
      child.process.kill('SIGKILL');
      await child.ended;
      if (sizeOf(folder) === before) unfinished++;

      const again = openLmdbStore(folder);
      await expectWhole(again, [21, 22, 23, 24]);
      const { records } = again.stats();
      expect([26, 4]).toContain(records);
      const report = await again.collect({ ...nothingNamed, keepRuns: 3 });
      expect(report).toMatchObject({ done: true, records: records - 4 });
      expect(sizeOf(folder)).toBe(report.bytesAfter);
      expect(report.bytesAfter).toBeLessThanOrEqual(report.usedBytes);
      await expectWhole(again, [21, 22, 23, 24]);
      await again.close();
      expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
    }
    expect(unfinished).toBeGreaterThan(0);
  });
});
