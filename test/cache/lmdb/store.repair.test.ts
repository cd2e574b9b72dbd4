import { closeSync, existsSync, openSync, readdirSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFault } from '../../../cache/lmdb/lmdb-check.js';
import { repairStore } from '../../../cache/lmdb/lmdb-repair.js';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { makeSampleStore } from '../../torture/sample-store.js';
import { useTemporaryFolders } from '../temporary-folder.js';
import { useChildren } from './children/children.js';

const temporaryFolder = useTemporaryFolders();
const startChild = useChildren();

const PAGE = 4096;
const PAGE_HEAD = 24;
const META = { freeRoot: 88, mainRoot: 136, lastPage: 144, transaction: 152 };

/** What the newest transaction's head of a file says. */
function readHead(file: string): Record<keyof typeof META, number> {
  const bytes = readFileSync(file);
  const [first, second] = [0, PAGE].map((at) => bytes.readBigUInt64LE(at + META.transaction));
  const head = second! > first! ? PAGE : 0;
  const field = (at: number) => Number(bytes.readBigUInt64LE(head + at));
  return {
    freeRoot: field(META.freeRoot),
    mainRoot: field(META.mainRoot),
    lastPage: field(META.lastPage),
    transaction: field(META.transaction),
  };
}

function overwrite(file: string, bytes: Buffer, at: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, at);
  closeSync(descriptor);
}

/** Overwrites the head of the page that the tree of databases begins with. */
function damageMainRoot(file: string): void {
  overwrite(file, Buffer.alloc(PAGE_HEAD, 0xff), readHead(file).mainRoot * PAGE);
}

/** Overwrites the first word after the count in the first list of free pages: a page, or the negative of how many. */
function listAsFree(file: string, word: (lastPage: number) => number): void {
  const { freeRoot, lastPage } = readHead(file);
  const page = readFileSync(file).subarray(freeRoot * PAGE, (freeRoot + 1) * PAGE);
  const [node, keyOffset] = [PAGE_HEAD + page.readUInt16LE(PAGE_HEAD), 8];
  const list = node + keyOffset + page.readUInt16LE(node + 6);
  expect(page.readBigUInt64LE(list)).toBeGreaterThan(0n);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(word(lastPage)));
  overwrite(file, bytes, freeRoot * PAGE + list + 8);
}

/** Has the root of the tree of databases name the second one first. */
function swapKeys(file: string): void {
  const at = readHead(file).mainRoot * PAGE + PAGE_HEAD;
  const [first, second] = [
    readFileSync(file).subarray(at, at + 2),
    readFileSync(file).subarray(at + 2, at + 4),
  ];
  overwrite(file, Buffer.concat([second, first]), at);
}

/** Has the tree of databases forget its last one, as an earlier state of its page would. */
function loseEntries(file: string): void {
  const lower = readHead(file).mainRoot * PAGE + 20;
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(readFileSync(file).readUInt16LE(lower) - 2);
  overwrite(file, bytes, lower);
}

describe('a damaged file', () => {
  test.each([
    ['a page of its trees', damageMainRoot, /page \d+ .*/],
    // LMDB would look for the pages one by one, up to the last one listed, in each process that opens the file.
    [
      'a free page beyond its end',
      (file: string) => listAsFree(file, (last) => last + 1),
      /the list of free pages of transaction \d+/,
    ],
    [
      'a run of free pages beyond its end',
      (file: string) => listAsFree(file, (last) => -last - 1),
      /the list of free pages of transaction \d+/,
    ],
    // LMDB would write something else to it.
    [
      'a free page that a tree has',
      (file: string) => listAsFree(file, () => readHead(file).mainRoot),
      /the list of free pages of transaction \d+/,
    ],
    ['keys that are not in order', swapKeys, /the keys of page \d+ are not in order/],
    ['a tree that has lost entries', loseEntries, /the tree of page \d+ has not as many entries as it says/],
  ])(
    'by %s is refused by all who come after one that died, until it is repaired',
    async (_, damage, fault) => {
      const folder = temporaryFolder();
      await makeSampleStore(folder, 'small');
      const holder = startChild('hold', folder, 'a');
      await holder.next();
      holder.process.kill('SIGKILL');
      await holder.ended;
      damage(path.join(folder, 'data.mdb'));
      const refusal = String.raw`is damaged \(data.mdb: ${fault.source}.*\): restudy cache verify --repair keeps what is good`;
      for (let who = 0; who < 2; who++) expect(() => openLmdbStore(folder)).toThrow(new RegExp(refusal));
      await repairStore(folder);
      expect(findFault(folder)).toBeUndefined();
      await openLmdbStore(folder).close();
    },
  );

  test('that LMDB itself fails with is named as what it is, with the way out', async () => {
    const folder = temporaryFolder();
    await makeSampleStore(folder, 'small');
    const beyondAnyNumber = Buffer.alloc(8, 0xbf);
    for (const head of [0, PAGE])
      overwrite(path.join(folder, 'data.mdb'), beyondAnyNumber, head + META.transaction);
    expect(() => openLmdbStore(folder)).toThrow(/its head is damaged\): restudy cache verify --repair/);
    await repairStore(folder);
    expect(findFault(folder)).toBeUndefined();
  });

  test('is repaired: what is good is kept with its history, and the damaged file stays', async () => {
    const folder = temporaryFolder();
    const { records } = await makeSampleStore(folder);
    const file = path.join(folder, 'data.mdb');
    damageMainRoot(file);
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
