import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePage } from './small-page.js';

let page: Awaited<ReturnType<typeof servePage>>;
beforeAll(async () => {
  page = await servePage();
});
afterAll(() => page.close());

/** Opens a connection, sends this, and gives what came until it was closed. */
function talk(text: string): { readonly socket: net.Socket; readonly closed: Promise<string> } {
  let answer = '';
  const socket = net.connect({ port: page.port, host: '127.0.0.1' });
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  socket.on('error', () => {});
  socket.write(text);
  return { socket, closed: new Promise((resolve) => socket.on('close', () => resolve(answer))) };
}

const head = (lines: readonly string[]) =>
  [
    'POST /api/run HTTP/1.1',
    `Host: 127.0.0.1:${page.port}`,
    `Origin: http://127.0.0.1:${page.port}`,
    ...lines,
  ].join('\r\n');

test('a client that does not get on with its request is given up after ten seconds', async () => {
  const slowHead = talk('GET / HTTP/1.1\r\nHost: ');
  const slowBody = talk(head(['Content-Type: application/json', 'Content-Length: 100', '', '{']));
  const answers = await Promise.all([slowHead.closed, slowBody.closed]);
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408/);
  expect(page.asked).toEqual([]);
}, 30_000);

test('a body that does not say how long it is, and is too long, is refused', async () => {
  const chunk = `${(8192).toString(16)}\r\n${'1'.repeat(8192)}\r\n`;
  const lines = ['Content-Type: application/json', 'Transfer-Encoding: chunked', 'Connection: close', '', ''];
  const { closed } = talk(head(lines) + chunk.repeat(20));
  expect(await closed).toMatch(/^HTTP\/1\.1 413/);
  expect(page.asked).toEqual([]);
});

test('more connections than any page needs are turned away, and there is room again when they leave', async () => {
  const open = Array.from({ length: 100 }, () => talk(''));
  await expect.poll(async () => (await talk('GET / HTTP/1.1\r\n\r\n').closed) === '').toBe(true);
  for (const { socket } of open) socket.destroy();
  await expect
    .poll(async () => (await page.ask('GET', '/').catch(() => undefined))?.status, { timeout: 5_000 })
    .toBe(200);
});

test('a request that Node cannot read is refused, and the next one is served', async () => {
  expect(await talk('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nbad header\r\n\r\n').closed).toMatch(
    /^HTTP\/1\.1 400/,
  );
  expect((await page.ask('GET', '/')).status).toBe(200);
});
