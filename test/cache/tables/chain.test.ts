import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryTables } from '../../../cache/tables/memory-store.js';
import { TableStore } from '../../../cache/tables/table-store.js';
import { appendedKey } from '../../../cache/tables/tables.js';
import { artifactOf, lyingArtifact, recordOf, runOf } from '../samples.js';

const output = artifactOf('a model');
const record = recordOf('first', { model: output.hash });
let tables: MemoryTables;
let store: TableStore;

beforeEach(async () => {
  tables = new MemoryTables();
  store = new TableStore(tables);
  await store.commit({ run: runOf('r', '2026-11-24T09:59:00.000Z') });
  await store.commit({
    artifacts: [output],
    record,
    steps: {
      run: 'r',
      study: 'mnist',
      entries: [{ step: 'svm', outcome: 'ran', key: record.key, seconds: 1 }],
    },
  });
  await store.commit({ tag: { name: 'paper', run: 'r', at: '2026-11-24T10:00:00.000Z' } });
});

const faults = () => store.verifyChain().faults;

describe('the history of a store', () => {
  test('fits what was committed, replaced, forgotten and dropped as broken', async () => {
    expect(store.verifyChain()).toMatchObject({ links: 3, faults: [] });
    await store.commit({ run: { ...runOf('r', '2026-11-24T09:59:00.000Z'), outcome: 'done' } });
    const lie = lyingArtifact('another');
    await store.commit({ artifacts: [lie], record: recordOf('second', { model: lie.hash }) });
    await store.verify();
    await store.forgetRecord(record.key);
    expect(store.records()).toEqual([]);
    expect(store.verifyChain()).toMatchObject({ links: 7, faults: [] });
  });

  test('has another head after every link', async () => {
    const before = store.verifyChain().head;
    await store.commit({ record });
    expect(store.verifyChain().head).not.toBe(before);
  });

  test('tells a record that was edited, even into one that reads well', async () => {
    const other = recordOf('first', { model: artifactOf('another').hash });
    const forged = new MemoryTables();
    await new TableStore(forged).commit({ artifacts: [artifactOf('another')], record: other });
    await tables.write([{ table: 'records', key: record.key, text: forged.get('records', record.key)! }]);
    expect(faults()).toEqual([{ kind: 'edited', table: 'records', key: record.key, step: 'svm' }]);
  });

  test('tells a record that was made up', async () => {
    await tables.write([{ table: 'records', key: 'f'.repeat(64), text: 'anything' }]);
    expect(faults()).toEqual([{ kind: 'made-up', table: 'records', key: 'f'.repeat(64) }]);
  });

  test('tells a record that was taken away', async () => {
    await tables.write([{ table: 'records', key: record.key }]);
    expect(faults()).toEqual([{ kind: 'missing', table: 'records', key: record.key, step: 'svm' }]);
  });

  test('tells a link that was changed, taken out or cannot be read', async () => {
    const text = tables.get('chain', appendedKey(0))!;
    await tables.write([{ table: 'chain', key: appendedKey(0), text: text.replace(/"at":"2/, '"at":"1') }]);
    expect(faults()).toEqual([{ kind: 'link', index: 1 }]);
    await tables.write([{ table: 'chain', key: appendedKey(0), text: 'nonsense' }]);
    expect(faults()).toContainEqual({ kind: 'link', index: 0 });
    await tables.write([{ table: 'chain', key: appendedKey(0) }]);
    expect(faults()).toContainEqual({ kind: 'link', index: 0 });
  });
});

describe('a signed history', () => {
  const sign = (text: string) => Buffer.from(`${text.length} by me`).toString('base64');
  const isSigned = (text: string, signature: string) => sign(text) === signature;

  test('says which links bear no signature, and which bear a wrong one', async () => {
    const signing = new TableStore(tables, { sign });
    await signing.commit({ record });
    await signing.forgetRecord(record.key);
    expect(store.verifyChain().faults).toEqual([]);
    const unsigned = [0, 1, 2].map((index) => ({ kind: 'unsigned', index }));
    expect(store.verifyChain(isSigned).faults).toEqual(unsigned);
    const wrong = store.verifyChain(() => false).faults;
    expect(wrong).toEqual([...unsigned, ...[3, 4].map((index) => ({ kind: 'wrongly-signed', index }))]);
  });

  test('vouches for the text of a link to the byte', async () => {
    const signing = new TableStore(tables, { sign });
    await signing.commit({ run: runOf('s', '2026-11-24T10:59:00.000Z') });
    const text = tables.get('chain', appendedKey(3))!;
    await tables.write([{ table: 'chain', key: appendedKey(3), text: text.replace('{', '{ ') }]);
    expect(store.verifyChain(isSigned).faults).toContainEqual({ kind: 'wrongly-signed', index: 3 });
  });

  test('signs what verification deletes as well', async () => {
    const signing = new TableStore(tables, { sign });
    await tables.write([{ blob: output.hash }]);
    await signing.verify();
    expect(store.verifyChain(isSigned).faults.filter(({ kind }) => kind === 'unsigned')).toHaveLength(3);
    expect(store.verifyChain(isSigned).links).toBe(4);
  });
});

describe('a tag', () => {
  test('names a run, and may be given to another', async () => {
    expect(store.findTag('paper')?.run).toBe('r');
    expect(store.findTag('poster')).toBeUndefined();
    await store.commit({ tag: { name: 'paper', run: 's', at: '2026-11-24T11:00:00.000Z' } });
    expect(store.tags().map(({ name, run }) => [name, run])).toEqual([['paper', 's']]);
  });
});
