import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decodeArtifact } from '../../../cache/artifact/codec.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { ParamError } from '../../../pipeline/errors.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { fetch } from '../../../stages/data/fetch.js';
import { type Ran, runStudy, set } from '../../pipeline/small-study.js';
import { asArff, firstDigits } from './first-digits.js';
import { type OpenmlServer, startServer, status, whole } from './openml/openml-server.js';
import { ARFF, DESCRIPTION, description, LIST, list } from './openml/recorded.js';
import { refusal } from './refusal.js';

const study = defineStudy('data', (step) => {
  step('digits', fetch, {});
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-sources-'));
});
afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

const store = memoryStore();
const run = (params: Readonly<Record<string, unknown>>) =>
  runStudy(study, store, { set: Object.entries(params).map(([name, value]) => set('digits', name, value)) });

/** The step's record. Throws what it failed with. */
function recordOf({ states }: Ran) {
  const state = states.get('digits');
  if (state?.state === 'failed') throw state.error;
  if (state?.state !== 'ran' && state?.state !== 'hit') throw new Error(`It ended as ${state?.state}.`);
  return state.record;
}

function output(ran: Ran, name: string): unknown {
  return decodeArtifact(store.readArtifact(recordOf(ran).outputs[name]!)!);
}

let savedAt = 1e12;
/** Each file is saved later than the one before, and all a while ago: the stat of a new one proves nothing. */
function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  savedAt += 1_000;
  utimesSync(file, new Date(savedAt), new Date(savedAt));
  return file;
}

test('a CSV file is part of the key by its content, wherever it lies', async () => {
  const table = write('a.csv', 'label,a,b\n1,2,3\n4,5,6\n');
  const params = { source: 'csv', path: table, targetColumn: 'label', name: 'two' };
  const first = await run(params);
  expect(first.outcomes).toEqual({ digits: 'ran' });
  expect(output(first, 'dataset')).toMatchObject({ labels: Uint8Array.of(1, 4) });
  expect(output(first, 'description')).toEqual({
    name: 'two',
    source: 'a local CSV file',
    licence: 'unknown',
    target: 'label',
    featureNames: ['a', 'b'],
  });
  renameSync(table, path.join(folder, 'b.csv'));
  expect((await run({ ...params, path: path.join(folder, 'b.csv') })).outcomes).toEqual({ digits: 'hit' });
  write('b.csv', 'label,a,b\n1,2,3\n4,5,7\n');
  expect((await run({ ...params, path: path.join(folder, 'b.csv') })).outcomes).toEqual({ digits: 'ran' });
});

test('a folder of PNGs is one part of the key: an image that comes, goes, changes or moves makes another', async () => {
  const image = (pixel: number) =>
    encode({ width: 2, height: 1, data: Uint8Array.of(pixel, 0), channels: 1, depth: 8 });
  write('png/3/a.png', image(1));
  write('png/3/b.png', image(2));
  const params = { source: 'png', path: path.join(folder, 'png') };
  const first = await run(params);
  expect(output(first, 'dataset')).toMatchObject({ labels: Uint8Array.of(3, 3) });
  expect(Object.keys(recordOf(first).parts.files)).toEqual(['images']);
  expect((await run(params)).outcomes).toEqual({ digits: 'hit' });
  const edits: (() => void)[] = [
    () => write('png/3/a.png', image(9)),
    () => write('png/4/c.png', image(3)),
    () => renameSync(path.join(folder, 'png/3/b.png'), path.join(folder, 'png/4/b.png')),
    () => rmSync(path.join(folder, 'png/4/c.png')),
  ];
  for (const edit of edits) {
    edit();
    expect((await run(params)).outcomes).toEqual({ digits: 'ran' });
    expect((await run(params)).outcomes).toEqual({ digits: 'hit' });
  }
});

test('images that change while they are read give no result', async () => {
  const png = encode({ width: 1, height: 1, data: Uint8Array.of(1), channels: 1, depth: 8 });
  write('png/3/a.png', png);
  const params = { source: 'png', path: path.join(folder, 'png') };
  const before = fetch.run;
  const spy = vi.spyOn(fetch, 'run').mockImplementation(async (call) => {
    const values = await before(call);
    write('png/3/b.png', png);
    return values;
  });
  await expect(async () => recordOf(await run(params))).rejects.toThrow(
    /^images changed while step "digits" ran/,
  );
  spy.mockRestore();
});

/** OpenML as the fetch stage finds it: the stage itself knows no other address. */
async function openml(): Promise<OpenmlServer> {
  const server = await startServer();
  const arff = Buffer.from(asArff(await firstDigits()));
  server.answer(LIST, whole(list));
  server.answer(DESCRIPTION, whole(description(arff)));
  server.answer(ARFF, whole(arff));
  const { network } = server;
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (url: URL | string, init: RequestInit) =>
    String(url).startsWith('http://127.0.0.1:') ? real(url, init) : network.fetch(new URL(url), init),
  );
  return server;
}

test('a download is part of the key by what it is held against: no network once there is a result', async () => {
  const server = await openml();
  const params = { source: 'openml', name: 'mnist_784', dataHome: path.join(folder, 'home') };
  const first = await run(params);
  const digits = await firstDigits();
  expect(output(first, 'dataset')).toMatchObject({ labels: digits.labels });
  expect(output(first, 'description')).toMatchObject({
    name: 'mnist_784',
    licence: 'Public',
    target: 'class',
  });
  expect(recordOf(first).log.at(-1)).toMatch(
    /^OpenML data set 554 \(mnist_784, version 1\), .*, MD5 [0-9a-f]{32}$/,
  );
  const requests = server.seen.length;
  expect(requests).toBe(3);
  await server.close();
  // Not even what was downloaded is needed any more.
  rmSync(path.join(folder, 'home'), { recursive: true });
  expect((await run({ ...params, dataHome: '/nowhere' })).outcomes).toEqual({ digits: 'hit' });
  expect(recordOf(first).parts.params).toEqual({
    source: 'openml',
    name: 'mnist_784',
    version: 1,
    targetColumn: null,
    format: 'arff',
    md5: null,
  });
});

test('a step that runs again takes the download that is kept, without a network', async () => {
  const server = await openml();
  const params = { source: 'openml', dataId: 554, dataHome: path.join(folder, 'home') };
  const first = recordOf(await run(params));
  await server.close();
  vi.stubGlobal('fetch', () => expect.fail('the network was asked'));
  const again = await runStudy(study, store, {
    set: Object.entries(params).map(([name, value]) => set('digits', name, value)),
    forced: new Set(['digits']),
  });
  expect(again.outcomes).toEqual({ digits: 'ran' });
  expect(recordOf(again).outputs).toEqual(first.outputs);
});

test('a download that fails leaves no result, and the step fails with one line', async () => {
  const server = await openml();
  server.answer(ARFF, status(403));
  const params = { source: 'openml', dataId: 554, dataHome: path.join(folder, 'other') };
  const records = store.records().length;
  const ran = await runStudy(study, store, {
    set: Object.entries({ ...params, md5: null, targetColumn: 'class' }).map(([name, value]) =>
      set('digits', name, value),
    ),
  });
  expect(() => recordOf(ran)).toThrow(`${ARFF}: the server answers 403.`);
  expect(store.records()).toHaveLength(records);
  await server.close();
});

test.each([
  [
    { source: 'csv', path: 'x.csv' },
    'with source "csv", targetColumn must be the name of the column of labels.',
  ],
  [
    { source: 'csv', targetColumn: 'x' },
    'with source "csv", path must be the path of a CSV file, plain or .gz.',
  ],
  [
    { source: 'png' },
    'with source "png", path must be the path of a folder that has a folder of PNG files for each class.',
  ],
  [
    { source: 'openml' },
    'with source "openml", either name (and version) or dataId must be given; got neither.',
  ],
  [
    { source: 'openml', name: 'x', dataId: 1 },
    'with source "openml", either name (and version) or dataId must be given; got both.',
  ],
  [{ source: 'openml', name: '../x' }, /name must be a data set's name: .*; got "\.\.\/x"\./],
  [{ source: 'openml', name: '..' }, /name must be a data set's name: /],
  [{ source: 'openml', dataId: 1, md5: 'x' }, /md5 must be an MD5 of 32 hexadecimal digits; got "x"\./],
  [
    { source: 'openml', name: 'x', version: 'active' },
    /version must be the number of one of OpenML's versions; got "active"/,
  ],
  [{ source: 'ftp' }, /source must be "package" .*"openml" \(a download\); got "ftp"\./],
])('the params %j are refused', async (params, message) => {
  const said = await refusal(() => run(params), ParamError);
  if (typeof message === 'string') expect(said).toContain(message);
  else expect(said).toMatch(message);
});

test('the key of the digits that come with the package is as it was', async () => {
  const ran = await run({});
  const { params, files } = recordOf(ran).parts;
  expect(params).toEqual({ source: 'package' });
  expect(Object.keys(files).sort()).toEqual(['testImages', 'testLabels', 'trainImages', 'trainLabels']);
});
