import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodeArtifact } from '../../../cache/artifact/codec.js';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { nameOf } from '../../../cache/tables/entries.js';
import { writeEntry } from '../../../cache/tables/entry.js';
import { MemoryTables } from '../../../cache/tables/memory-store.js';
import { TableStore } from '../../../cache/tables/table-store.js';
import { artifactOf } from '../samples.js';
import { useTemporaryFolders } from '../temporary-folder.js';

// A store as version 0.1.0 of Restudy wrote it. It must be read for ever, whatever becomes of the format: another one
// either reads this one too, or moves it over. Never make the fixture anew.

const FIXTURE = fileURLToPath(new URL('../../fixtures/cache-format-1/data.mdb', import.meta.url));
const temporaryFolder = useTemporaryFolders();

test('a store of format 1 opens, with its records, artifacts, cells, runs, tags and its history', async () => {
  const folder = path.join(temporaryFolder(), 'cache');
  mkdirSync(folder);
  copyFileSync(FIXTURE, path.join(folder, 'data.mdb'));
  const store = openLmdbStore(folder);
  const { records, artifacts, cells, runs } = store.stats();
  expect({ records, artifacts, cells, runs }).toEqual({ records: 2, artifacts: 3, cells: 1, runs: 1 });
  const [run] = store.runs();
  expect(run).toMatchObject({
    id: '20240101-000000-abcd',
    study: 'mnist',
    steps: [{ step: 'a' }, { step: 'b' }],
  });
  expect(store.tags()).toMatchObject([{ name: 'paper', run: '20240101-000000-abcd' }]);
  const record = store.latestRecord('mnist', 'b')!;
  expect(record).toMatchObject({ step: 'svm', stage: 'train-svc', log: ['first line', 'zweite Zeile ✓'] });
  const bytes = store.readArtifact(record.outputs['model']!)!;
  expect(decodeArtifact(bytes)).toEqual({ name: 'b', values: Float64Array.of(1, -0, Number.NaN) });
  expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
  expect(store.verifyChain()).toMatchObject({ links: 3, faults: [] });
  await store.close();
});

test('what version 0.1.0 remembered of a file fits no file, is not called damaged, and is replaced', async () => {
  const tables = new MemoryTables();
  const store = new TableStore(tables);
  const { hash } = artifactOf('content');
  const key = nameOf('/data.csv');
  const memory = { hash, size: 7, mtimeMs: 1e12, ino: 12, hashedAtMs: 1.7e12 };
  const text = writeEntry(`files/${key}`, { path: '/data.csv', memory });
  await tables.write([{ table: 'files', key, text }]);
  expect(store.findFile('/data.csv')).toEqual({ hash, stamp: '' });
  expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
  await store.commit({ files: [{ path: '/data.csv', memory: { hash, stamp: '7:1:2:12:3' } }] });
  expect(store.findFile('/data.csv')).toEqual({ hash, stamp: '7:1:2:12:3' });
});
