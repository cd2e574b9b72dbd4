import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pixelsOf } from '../../../../estimators/check-data.js';
import { DownloadError } from '../../../../stages/data/openml/download-error.js';
import { type OpenmlQuery, readOpenml } from '../../../../stages/data/openml/read-openml.js';
import { DataError } from '../../../../stages/data/table/data-error.js';
import { asArff, firstDigits, pixels } from '../first-digits.js';
import { refusal } from '../refusal.js';
import { listen, type OpenmlServer, startServer, status, whole } from './openml-server.js';
import { ARFF, DESCRIPTION, description, LIST, list, PARQUET } from './recorded.js';

let home: string;
let server: OpenmlServer;
let arff: Uint8Array;
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'restudy-openml-'));
  server = await startServer();
  arff = Buffer.from(asArff(await firstDigits()));
  server.answer(LIST, whole(list));
  server.answer(DESCRIPTION, whole(description(arff)));
  server.answer(ARFF, whole(arff));
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

const byName = { dataset: { name: 'MNIST_784', version: 1 } };

function read(query: Partial<OpenmlQuery>) {
  const whole: OpenmlQuery = { ...byName, format: 'arff', targetColumn: null, md5: null, ...query };
  return readOpenml(whole, home, server.network, listen().listener);
}

const asked = () => server.seen.map(({ address }) => address);

test('a data set is found by its name, downloaded, checked and read, and no server asked from then on', async () => {
  const digits = await firstDigits();
  const { dataset, ...facts } = await read({});
  expect(dataset.labels).toEqual(digits.labels);
  expect(Buffer.compare(pixelsOf(dataset.images).data, digits.images.data)).toBe(0);
  expect(facts).toEqual({
    name: 'mnist_784',
    licence: 'Public',
    source: `OpenML data set 554 (mnist_784, version 1), ${ARFF}, MD5 ${md5(arff)}`,
    target: 'class',
    featureNames: pixels,
  });
  expect(asked()).toEqual([LIST, DESCRIPTION, ARFF]);
  await server.close();
  expect((await read({})).dataset.labels).toEqual(digits.labels);
  expect((await read({ dataset: { dataId: 554 } })).dataset.labels).toEqual(digits.labels);
  server = await startServer();
});

test('a data set is found by its number', async () => {
  expect((await read({ dataset: { dataId: 554 } })).name).toBe('mnist_784');
  expect(asked()).toEqual([DESCRIPTION, ARFF]);
});

test('its Parquet file is read if its checksum is given, and only then', async () => {
  const digits = await firstDigits();
  const columnData = pixels.map((name, pixel) => ({
    name,
    data: Array.from(digits.labels, (_, row) => digits.images.data[row * 784 + pixel]!),
    type: 'INT32' as const,
  }));
  const classes = { name: 'class', data: Array.from(digits.labels, String), type: 'STRING' as const };
  const parquet = new Uint8Array(parquetWriteBuffer({ columnData: [...columnData, classes] }));
  server.answer(PARQUET, whole(parquet));
  expect(await refusal(() => read({ format: 'parquet' }), DownloadError)).toMatch(
    /^OpenML: it declares no checksum of data set 554 as parquet, .* give the file's MD5 as md5, or take format "arff"\.$/,
  );
  expect(await refusal(() => read({ format: 'parquet', md5: md5(arff) }), DownloadError)).toMatch(
    /does not have the MD5/,
  );
  const { dataset } = await read({ format: 'parquet', md5: md5(parquet) });
  expect(Buffer.compare(pixelsOf(dataset.images).data, digits.images.data)).toBe(0);
  expect(dataset.labels).toEqual(digits.labels);
});

test('columns that OpenML calls a number of the row, or to be ignored, are no pixels', async () => {
  const change = { row_id_attribute: 'pixel1', ignore_attribute: ['pixel3', 'pixel4'] };
  server.answer(DESCRIPTION, whole(description(arff, change)));
  const { featureNames } = await read({});
  expect(featureNames).toEqual(pixels.filter((name) => !['pixel1', 'pixel3', 'pixel4'].includes(name)));
});

test('another file than the one whose checksum was given is refused before it is downloaded', async () => {
  const before = md5(Buffer.from('as it was'));
  expect(await refusal(() => read({ md5: before }), DownloadError)).toBe(
    `OpenML: data set 554 has another file by now: it declares the MD5 ${md5(arff)}, and md5 is ${before}.`,
  );
  expect(asked()).not.toContain(ARFF);
});

test('a data set that there is not is one clear error', async () => {
  for (const none of [404, 412]) {
    server.answer(LIST, status(none));
    expect(await refusal(() => read({}), DownloadError)).toBe(
      'OpenML: there is no data set "MNIST_784", version 1. Look it up at https://www.openml.org/search?type=data.',
    );
  }
});

test('a busy API is asked again', async () => {
  server.answer(LIST, status(429, { 'retry-after': '2' }), whole(list));
  server.answer(DESCRIPTION, status(500), whole(description(arff)));
  expect((await read({})).name).toBe('mnist_784');
  expect(server.waits).toEqual([2, 1]);
});

test.each([
  [
    'another data set',
    { name: 'mnist_785' },
    /"MNIST_784", version 1 was asked for, and mnist_785, version 1 /,
  ],
  ['another version', { version: '2' }, /and mnist_784, version 2 \(data set 554\), answered\.$/],
  ['another number', { id: '555' }, /\(data set 555\), answered\.$/],
  ['no checksum', { md5_checksum: undefined }, /it declares no checksum of data set 554 as arff, /],
  ['a checksum that is none', { md5_checksum: '../../x' }, /an answer was not understood: .*md5_checksum/],
  [
    'several targets',
    { default_target_attribute: 'a,b' },
    /has several targets \(a,b\): name the column of labels/,
  ],
  ['no target', { default_target_attribute: undefined }, /has no target: name the column of labels/],
  ['another format', { format: 'CSV' }, /is in the format CSV, not ARFF\.$/],
  [
    'a file of a stranger',
    { url: 'https://example.org/x.arff' },
    /leads to "https:\/\/example\.org\/x\.arff", which is not/,
  ],
  ['a file of this machine', { url: 'file:///etc/passwd' }, /which is not asked: it is not https\.$/],
  ['no address', { url: 7 }, /an answer was not understood: .*url/],
])('an answer with %s is refused', async (_, change, message) => {
  server.answer(DESCRIPTION, whole(description(arff, change)));
  expect(await refusal(() => read({}), DownloadError)).toMatch(message);
  expect(asked()).toEqual(expect.arrayContaining([DESCRIPTION]));
});

test('an answer that is no JSON is refused, and not kept', async () => {
  server.answer(DESCRIPTION, whole(Buffer.from('<html>Down for maintenance</html>')));
  expect(await refusal(() => read({}), DownloadError)).toMatch(/^OpenML: an answer was not understood: /);
  server.answer(DESCRIPTION, whole(description(arff)));
  expect((await read({})).name).toBe('mnist_784');
});

test('an endless answer ends', async () => {
  server.answer(DESCRIPTION, (_, response) => {
    response.writeHead(200);
    const more = () => response.write(Buffer.alloc(1 << 16, ' '), () => setImmediate(more));
    more();
    response.on('error', () => undefined);
  });
  expect(await refusal(() => read({}), DownloadError)).toMatch(/it answers more than 4194304 bytes\.$/);
});

test('a file that has the checksum and is no table of numbers is refused', async () => {
  const wrong = Buffer.from('@relation r\n@attribute a real\n@attribute class {0}\n@data\n?,0\n');
  server.answer(DESCRIPTION, whole(description(wrong)));
  server.answer(ARFF, whole(wrong));
  expect(await refusal(() => read({}), DataError)).toBe(
    'mnist_784 (OpenML 554, arff): expected a finite number in column "a" of sample 1, found "?". Fill missing values in, or leave their samples out.',
  );
});

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
