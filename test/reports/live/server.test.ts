import http from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveLive } from '../../../reports/live/server.js';
import { type Answer, servePage } from './small-page.js';

let page: Awaited<ReturnType<typeof servePage>>;
let own: Readonly<Record<string, string>>;

beforeAll(async () => {
  page = await servePage();
  own = { origin: page.url.slice(0, -1), 'content-type': 'application/json' };
});
afterAll(() => page.close());

function error({ text }: Answer): string {
  return (JSON.parse(text) as { error: string }).error;
}

describe('a request of another page', () => {
  test('that found this server by another name is refused', async () => {
    for (const host of [`evil.example:${page.port}`, 'localhost', `127.0.0.1:${page.port + 1}`]) {
      for (const place of ['/', '/api/study', '/api/events']) {
        const answer = await page.ask('GET', place, { host });
        expect(answer.status, `${host} ${place}`).toBe(421);
        expect(error(answer)).toContain(`Host must be one of 127.0.0.1:${page.port}`);
      }
    }
  });

  test('of another origin is refused, be it for reading, for events, or to change something', async () => {
    const foreign = [
      { origin: 'http://evil.example' },
      { origin: `http://127.0.0.1:${page.port + 1}` },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      expect((await page.ask('GET', '/api/events', headers)).status).toBe(403);
      expect((await page.ask('GET', '/api/study', headers)).status).toBe(403);
      const answer = await page.ask('POST', '/api/run', { ...own, ...headers }, '{"overrides":{}}');
      expect(answer.status).toBe(403);
    }
    expect(page.asked).toEqual([]);
  });

  test('that links to the page opens it; nothing else', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await page.ask('GET', '/', link)).status).toBe(200);
    expect((await page.ask('GET', '/api/runs', link)).status).toBe(403);
    expect((await page.ask('GET', '/', { ...link, origin: 'http://evil.example' })).status).toBe(403);
  });

  test('that says nothing of where it comes from changes nothing', async () => {
    const answer = await page.ask(
      'POST',
      '/api/run',
      { 'content-type': 'application/json' },
      '{"overrides":{}}',
    );
    expect(answer.status).toBe(403);
    expect(error(answer)).toContain('Origin');
    expect(page.asked).toEqual([]);
  });
});

describe('a request of the page itself', () => {
  test('is served, by each of the names of this machine', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const host = `${name}:${page.port}`;
      const answer = await page.ask('GET', '/api/study', { host, origin: `http://${host}` });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toMatchObject({ name: 'small', steps: [{ id: 'source' }, {}, {}] });
    }
  });

  test('gets the events, the state of things first', async () => {
    const answer = await page.ask('GET', '/api/events', { 'sec-fetch-site': 'same-origin' });
    expect(answer.headers['content-type']).toContain('text/event-stream');
    expect(answer.text).toMatch(/^data: \{"type":"run"/);
  });

  test('changes nothing by GET', async () => {
    for (const place of ['/api/run', '/api/cancel', '/api/plan']) {
      expect((await page.ask('GET', place)).status).toBe(404);
    }
    expect(page.asked).toEqual([]);
  });

  test('must be JSON of the right shape and of no great size', async () => {
    const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
      page.ask('POST', '/api/run', { ...own, ...headers }, body);
    expect((await post('overrides=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    );
    expect((await post('{"overrides":{}}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('{')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    expect((await post('{"overrides":{"source":1}}')).status).toBe(400);
    expect((await post('{"overrides":{},"wanted":["x"]}')).status).toBe(400);
    expect((await post(`{"overrides":{"source":{"values":"${'1'.repeat(100_000)}"}}}`)).status).toBe(413);
    expect(page.asked).toEqual([]);
  });

  test('that breaks a rule of a param is told at the field, and starts nothing', async () => {
    const body = JSON.stringify({ overrides: { source: { values: 'none' } } });
    const answer = await page.ask('POST', '/api/run', own, body);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.text)).toMatchObject({ problems: [{ step: 'source', param: 'values' }] });
    expect(page.asked).toEqual([]);
  });
});

test('every answer has the headers that keep other pages and inline code out', async () => {
  const answers = [
    await page.ask('GET', '/'),
    await page.ask('GET', '/page.js'),
    await page.ask('GET', '/api/study'),
    await page.ask('GET', '/api/nothing'),
    await page.ask('GET', '/', { host: 'evil.example' }),
  ];
  for (const { headers } of answers) {
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|data:|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  }
  const [html] = answers;
  expect(html?.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
});

test('only the files of the page are served', async () => {
  for (const place of [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/cli.cjs',
    '/..%5ccli.cjs',
    '/page.js%00.css',
    '/.hidden',
    '/chunk',
  ]) {
    const answer = await page.ask('GET', place);
    expect(answer.status, place).toBe(404);
  }
});

test('nobody but this machine reaches it', async () => {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((one) => one && !one.internal && one.family === 'IPv4')
    .map((one) => one!.address);
  for (const host of others) {
    const reached = await new Promise((resolve) => {
      const request = http.get({ host, port: page.port, timeout: 1_000 }, () => resolve(true));
      request.on('error', () => resolve(false)).on('timeout', () => request.destroy());
    });
    expect(reached, host).toBe(false);
  }
  expect(page.url).toBe(`http://127.0.0.1:${page.port}/`);
});

test('a port that is taken is named, with a way out', async () => {
  const again = serveLive({
    hub: page.hub,
    controls: { run() {}, cancel() {} },
    workspace: {} as never,
    port: page.port,
    assets: new URL('file:///'),
  });
  await expect(again).rejects.toThrow(
    `--port ${page.port}: another program uses this port. Choose another one, or 0 for any that is free.`,
  );
});

/** Asks for events and reads none of them. */
function neverReading(
  method = 'GET',
): Promise<{ readonly request: http.ClientRequest; readonly status: number }> {
  return new Promise((resolve) => {
    const place = { host: '127.0.0.1', port: page.port, path: '/api/events', method, agent: false };
    const request = http.request(place, (response) => {
      response.pause();
      resolve({ request, status: response.statusCode ?? 0 });
    });
    request.on('error', () => {}).end();
  });
}

test('readers of events that never read are counted, and when they leave there is room again', async () => {
  const open: http.ClientRequest[] = [];
  for (let reader = 1; reader <= 32; reader++) {
    const { request, status } = await neverReading();
    expect(status).toBe(200);
    open.push(request);
    await expect.poll(() => page.hub.subscribers).toBe(reader);
  }
  const refused = await neverReading();
  expect(refused.status).toBe(503);
  for (const request of [...open, refused.request]) request.destroy();
  await expect.poll(() => page.hub.subscribers).toBe(0);
  expect((await neverReading('HEAD')).status).toBe(200);
  expect(page.hub.subscribers).toBe(0);
});
