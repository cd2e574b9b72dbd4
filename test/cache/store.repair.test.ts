import { closeSync, existsSync, openSync, readdirSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFault } from '../../cache/lmdb-pages.js';
import { repairStore } from '../../cache/lmdb-repair.js';
import { openLmdbStore } from '../../cache/lmdb-store.js';
import { makeSampleStore } from '../torture/sample-store.js';
import { useChildren } from './children/children.js';
import { useTemporaryFolders } from './temporary-folder.js';

const temporaryFolder = useTemporaryFolders();
const startChild = useChildren();

const PAGE = 4096;
const META = { mainRoot: 136, transaction: 152 };

/** The page that the newest transaction's tree of databases begins with. */
function mainRoot(file: string): number {
  const bytes = readFileSync(file);
  const [first, second] = [0, PAGE].map((at) => bytes.readBigUInt64LE(at + META.transaction));
  return Number(bytes.readBigUInt64LE((second! > first! ? PAGE : 0) + META.mainRoot));
}

/** Overwrites the head of a page. */
function damagePage(file: string, page: number): void {
  writeSync(openSync(file, 'r+'), Buffer.alloc(24, 0xff), 0, 24, page * PAGE);
}

describe('a damaged file', () => {
  test('is refused by the first who comes after one that died, with the way out', async () => {
    const folder = temporaryFolder();
    await makeSampleStore(folder);
    const holder = startChild('hold', folder, 'a');
    await holder.next();
    holder.process.kill('SIGKILL');
    await holder.ended;
    damagePage(path.join(folder, 'data.mdb'), mainRoot(path.join(folder, 'data.mdb')));
    expect(() => openLmdbStore(folder)).toThrow(
      /is damaged \(data.mdb: page \d+ .*\): restudy cache verify --repair keeps what is good/,
    );
  });

  test('that LMDB itself fails with is named as what it is, with the way out', async () => {
    const folder = temporaryFolder();
    await makeSampleStore(folder, 'small');
    const file = openSync(path.join(folder, 'data.mdb'), 'r+');
    const beyondAnyNumber = Buffer.alloc(8, 0xbf);
    for (const head of [0, PAGE]) writeSync(file, beyondAnyNumber, 0, 8, head + META.transaction);
    closeSync(file);
    expect(() => openLmdbStore(folder)).toThrow(/its head is damaged\): restudy cache verify --repair/);
    await repairStore(folder);
    expect(findFault(folder)).toBeUndefined();
  });

  test('is repaired: what is good is kept with its history, and the damaged file stays', async () => {
    const folder = temporaryFolder();
    const { records } = await makeSampleStore(folder);
    const file = path.join(folder, 'data.mdb');
    damagePage(file, mainRoot(file));
    const before = readFileSync(file);
    const report = await repairStore(folder);
    expect(report.records).toBeGreaterThan(records.length / 2);
    expect(Buffer.compare(readFileSync(report.kept), before)).toBe(0);
    expect(findFault(folder)).toBeUndefined();
    const store = openLmdbStore(folder);
    expect(store.stats().records).toBe(report.records);
    for (const record of store.records()) expect(records).toContainEqual(record);
    expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
    expect(store.verifyChain().faults.filter(({ kind }) => kind !== 'link')).toEqual([]);
    await store.close();
  });

  test('that is whole is repaired to the same', async () => {
    const folder = temporaryFolder();
    const { records, artifacts } = await makeSampleStore(folder);
    expect(findFault(folder)).toBeUndefined();
    expect(await repairStore(folder)).toMatchObject({ records: records.length, damaged: 0 });
    const store = openLmdbStore(folder);
    expect(store.verifyChain().faults).toEqual([]);
    for (const record of records) expect(store.findRecord(record.key)).toEqual(record);
    for (const { hash, bytes } of artifacts) expect(Buffer.compare(store.readArtifact(hash)!, bytes)).toBe(0);
    await store.close();
  });

  test('is not repaired while somebody has it open, nor where there is none; nothing is changed', async () => {
    const folder = temporaryFolder();
    await expect(repairStore(folder)).rejects.toThrow(/there is no data.mdb in it/);
    const store = openLmdbStore(folder);
    await expect(repairStore(folder)).rejects.toThrow(/another process has it open \(\d+\)/);
    await store.close();
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });

  test('of which nothing is left is not repaired, and stays', async () => {
    const folder = temporaryFolder();
    await makeSampleStore(folder);
    truncateSync(path.join(folder, 'data.mdb'), 100);
    await expect(repairStore(folder)).rejects.toThrow(/nothing of it can be found/);
    expect(existsSync(path.join(folder, 'data.mdb'))).toBe(true);
  });
});
