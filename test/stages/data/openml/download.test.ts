import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { download } from '../../../../stages/data/openml/download.js';
import { DownloadError } from '../../../../stages/data/openml/download-error.js';
import type { Network } from '../../../../stages/data/openml/network.js';
import { refusal } from '../refusal.js';
import {
  type Answer,
  cut,
  listen,
  type OpenmlServer,
  rangeless,
  stalled,
  startServer,
  status,
  unmeasured,
  whole,
} from './openml-server.js';

const ADDRESS = 'https://www.openml.org/data/v1/download/52667/mnist_784.arff';
const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join('\n'));
const md5 = createHash('md5').update(bytes).digest('hex');
const other = Buffer.from(bytes.map((byte, index) => (index === 40_000 ? byte ^ 1 : byte)));

let folder: string;
let server: OpenmlServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-download-'));
  server = await startServer();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const get = (signal?: AbortSignal, network: Network = server.network) =>
  download({ address: new URL(ADDRESS), md5 }, folder, network, listen(signal).listener);

function ranges(): (string | undefined)[] {
  return server.seen.map(({ range }) => range);
}

test('a file is downloaded once, checked, kept, and read from there from then on', async () => {
  server.answer(ADDRESS, whole(bytes));
  const { listener, fractions } = listen();
  const wanted = { address: new URL(ADDRESS), md5 };
  expect(Buffer.compare(await download(wanted, folder, server.network, listener), bytes)).toBe(0);
  expect(fractions.at(-1)).toBe(1);
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(server.seen).toEqual([{ address: ADDRESS, range: undefined }]);
  expect(readdirSync(folder)).toEqual([md5]);
});

test('a connection that breaks is taken up where it broke', async () => {
  server.answer(ADDRESS, cut(bytes, 10_000), cut(bytes, 10_000), whole(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(ranges()).toEqual([undefined, 'bytes=10000-', 'bytes=20000-']);
  expect(server.waits).toEqual([1, 2]);
});

test('a download that was given up goes on where it ended, in another process too', async () => {
  server.answer(ADDRESS, cut(bytes, 12_345), status(503));
  expect(await refusal(() => get(), DownloadError)).toBe(
    `OpenML: ${ADDRESS}: the server answers 503. Given up after 6 attempts; what came is kept: run it again to go on.`,
  );
  expect(server.waits).toEqual([1, 2, 4, 8, 16]);
  expect(existsSync(path.join(folder, md5))).toBe(false);
  server.answer(ADDRESS, whole(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(ranges().at(-1)).toBe('bytes=12345-');
});

test('a server that gives no ranges is read from the start again', async () => {
  server.answer(ADDRESS, cut(bytes, 10_000), rangeless(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(ranges()).toEqual([undefined, 'bytes=10000-']);
});

test('a server that does not say how much will come is believed if the checksum is right', async () => {
  server.answer(ADDRESS, unmeasured(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
});

test('a wrong checksum is refused, and nothing is kept of it', async () => {
  server.answer(ADDRESS, whole(other));
  expect(await refusal(() => get(), DownloadError)).toBe(
    `${ADDRESS}: what it gives does not have the MD5 ${md5}. Nothing was kept; another try may help if it was damaged on the way.`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('a shorter and a longer file than the checksum is of are refused', async () => {
  for (const wrong of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('x')])]) {
    for (const way of [whole, unmeasured]) {
      server.answer(ADDRESS, way(wrong));
      expect(await refusal(() => get(), DownloadError)).toMatch(/does not have the MD5/);
    }
  }
});

test('what was left of an older download and does not fit is thrown away, and all is read again', async () => {
  writeFileSync(path.join(folder, `${md5}.part`), 'something else');
  server.answer(ADDRESS, whole(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(ranges()).toEqual(['bytes=14-', undefined]);
});

test('a part that is whole already is taken without asking for more than that', async () => {
  writeFileSync(path.join(folder, `${md5}.part`), bytes);
  server.answer(ADDRESS, whole(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(ranges()).toEqual([`bytes=${bytes.length}-`]);
});

test('what a slower download of the same left is thrown away', async () => {
  writeFileSync(path.join(folder, md5), bytes);
  writeFileSync(path.join(folder, `${md5}.part`), bytes.subarray(0, 100));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(readdirSync(folder)).toEqual([md5]);
});

test('a kept file that was damaged since is downloaded again', async () => {
  writeFileSync(path.join(folder, md5), other);
  server.answer(ADDRESS, whole(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(Buffer.compare(readFileSync(path.join(folder, md5)), bytes)).toBe(0);
});

test('a busy server is asked again when it says, or not at all if that is long', async () => {
  server.answer(ADDRESS, status(429, { 'retry-after': '7' }), whole(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  expect(server.waits).toEqual([7]);
  rmSync(path.join(folder, md5));
  server.answer(ADDRESS, status(429, { 'retry-after': '3600' }));
  expect(await refusal(() => get(), DownloadError)).toMatch(/answers 429\. The server asks to wait 3600 s; /);
  expect(server.waits).toEqual([7]);
});

test('a date to come back at is understood', async () => {
  const inTenSeconds = new Date(Date.now() + 10_000).toUTCString();
  server.answer(ADDRESS, status(503, { 'retry-after': inTenSeconds }), whole(bytes));
  await get();
  expect(server.waits).toHaveLength(1);
  expect(server.waits[0]).toBeGreaterThan(2);
  expect(server.waits[0]).toBeLessThanOrEqual(10);
});

test('a connection that brings nothing any more is given up and taken up again', async () => {
  const impatient = { ...server.network, stallSeconds: 0.2 };
  server.answer(ADDRESS, stalled(bytes, 10_000), whole(bytes));
  expect(Buffer.compare(await get(undefined, impatient), bytes)).toBe(0);
  expect(ranges()).toEqual([undefined, 'bytes=10000-']);
  rmSync(path.join(folder, md5));
  server.answer(ADDRESS, () => undefined);
  expect(await refusal(() => get(undefined, impatient), DownloadError)).toMatch(
    /nothing came for 0\.2 s\. Given up/,
  );
});

test('a connection that only trickles is given up in the end', async () => {
  const impatient = { ...server.network, longestSeconds: 0.3 };
  const trickle: Answer = (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    const timer = setInterval(() => response.write('l'), 10);
    response.on('close', () => clearInterval(timer));
  };
  server.answer(ADDRESS, trickle);
  expect(await refusal(() => get(undefined, impatient), DownloadError)).toMatch(
    /not through after 0\.3 s\. Given up/,
  );
});

test('a redirect to another of its hosts is followed, to any other host it is not', async () => {
  const there = 'https://data.openml.org/554.arff';
  server.answer(ADDRESS, status(302, { location: there }));
  server.answer(there, whole(bytes));
  expect(Buffer.compare(await get(), bytes)).toBe(0);
  rmSync(path.join(folder, md5));
  server.answer(there, status(301, { location: 'https://example.org/554.arff' }));
  server.answer('https://example.org/554.arff', whole(bytes));
  expect(await refusal(() => get(), DownloadError)).toMatch(
    /^OpenML: it leads to "https:\/\/example\.org\/554\.arff", which is not asked: example\.org is none of /,
  );
  expect(server.seen.map(({ address }) => address)).not.toContain('https://example.org/554.arff');
});

test('redirects in a circle end', async () => {
  server.answer(ADDRESS, status(307, { location: ADDRESS }));
  expect(await refusal(() => get(), DownloadError)).toBe(`${ADDRESS}: it redirects more than 5 times.`);
});

test('more than a gigabyte is refused before it comes', async () => {
  server.answer(ADDRESS, (_, response) => {
    response.writeHead(200, { 'content-length': 2 ** 31 });
    response.write('x');
  });
  expect(await refusal(() => get(), DownloadError)).toBe(`${ADDRESS}: it gives more than 1073741824 bytes.`);
});

test('a range that was not asked for is refused', async () => {
  writeFileSync(path.join(folder, `${md5}.part`), bytes.subarray(0, 100));
  server.answer(ADDRESS, (_, response) => {
    response.writeHead(206, { 'content-range': `bytes 0-9/${bytes.length}` }).end(bytes.subarray(0, 10));
  });
  expect(await refusal(() => get(), DownloadError)).toMatch(
    /bytes from 100 were asked for, and the range "bytes 0-9/,
  );
});

test('a status that will not pass ends it at once', async () => {
  server.answer(ADDRESS, status(403));
  expect(await refusal(() => get(), DownloadError)).toBe(`${ADDRESS}: the server answers 403.`);
  expect(server.seen).toHaveLength(1);
});

test('a server that is not there is one clear error', async () => {
  await server.close();
  expect(await refusal(() => get(), DownloadError)).toMatch(
    /mnist_784\.arff: the connection failed \(ECONNREFUSED\)\. Given up after 6 attempts/,
  );
  server = await startServer();
});

test('a cancelled download ends at once and keeps what came', async () => {
  const controller = new AbortController();
  server.answer(ADDRESS, stalled(bytes, 10_000));
  const part = path.join(folder, `${md5}.part`);
  const downloading = get(controller.signal);
  while (!existsSync(part) || readFileSync(part).length < 10_000) await new Promise(setImmediate);
  controller.abort();
  await expect(downloading).rejects.toThrow('This operation was aborted');
  expect(readFileSync(part).length).toBe(10_000);
});

test('two downloads of the same at once both end in the whole file', async () => {
  server.answer(ADDRESS, whole(bytes));
  for (const got of await Promise.all([get(), get(), get()])) expect(Buffer.compare(got, bytes)).toBe(0);
  expect(readdirSync(folder)).toEqual([md5]);
});
