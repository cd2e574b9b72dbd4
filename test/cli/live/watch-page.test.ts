import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { openChromium } from '../../browser/chromium.js';
import { restudy, temporaryFolder } from '../restudy.js';
import { type LiveProcess, looks, openPage, startLive } from './live-server.js';

// `watch --ui`: what is edited in a file, followed in a browser to its result. Each test goes on where the last one ended.

const { folder, remove } = temporaryFolder();
const cache = path.join(folder, 'cache');
const params = path.join(folder, 'params.yaml');
let live: LiveProcess;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Samples of a fit that is not over before it is cancelled. */
const LONG = 15_000;

const save = (svm: object) => writeFileSync(params, stringify({ svm }));

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  // A fit of some seconds, on one thread so that the browser has a core too.
  save({ trainOn: LONG });
  const watch = ['watch', '--ui', 'evaluate-svm', '--params', params, '--cache', cache, '--threads', '1'];
  [live, browser] = await Promise.all([startLive(watch), openChromium()]);
  ({ page, complaints } = await openPage(browser, live.url));
});
afterAll(async () => {
  await browser?.close();
  await live?.end();
  remove();
});

const headline = (text: RegExp) => page.locator('.run-headline', { hasText: text }).waitFor();

let attempts = 0;

// A machine that is busy with other things may need more than a second, but not each time.
test('a param edited while a fit runs: the stale fit is cancelled within a second, and the page shows the new result', {
  retry: 2,
}, async () => {
  save({ trainOn: LONG });
  await page.locator('[data-step="svm"][data-look="running"]').waitFor();
  save({ trainOn: 200 + attempts++ });
  const savedAt = statSync(params).mtimeMs;
  await headline(/^Done in /);
  expect(await looks(page)).toMatchObject({ split: 'hit', svm: 'ran', 'evaluate-svm': 'ran' });
  await page.locator('[data-step="evaluate-svm"]', { hasText: /\d+\.\d\d %/ }).waitFor();

  const { lines } = await restudy(['runs', '--json', '--cache', cache]);
  const [done, cancelled] = lines;
  expect([done?.['outcome'], cancelled?.['outcome']]).toEqual(['done', 'interrupted']);
  const cancelledAfterMs = Date.parse(String(cancelled?.['endedAt'])) - savedAt;
  expect(cancelledAfterMs).toBeGreaterThanOrEqual(0);
  expect(cancelledAfterMs).toBeLessThan(1000);
});

test('what cannot run is said, and the last good results stay on view', async () => {
  save({ trainOn: 300, C: -1 });
  await headline(/^Cannot run what is saved: .*C must be a number above 0; got -1\./);
  expect(await looks(page)).toMatchObject({ svm: 'ran', 'evaluate-svm': 'ran' });
  save({ trainOn: 300, C: 2 });
  await headline(/^Done in /);
  expect(await looks(page)).toMatchObject({ svm: 'ran' });
});

test('a param changed on the page runs at once, and holds when a file is saved then', async () => {
  await page.goto(`${live.url}#/step/svm`);
  await page.getByLabel('C', { exact: true }).fill('5');
  await page.locator('[data-step="svm"][data-changed="true"]').waitFor();
  await page.locator('.button-primary:enabled').click();
  await expect.poll(async () => (await newestRun())['command']).toContain('svm.C=5');
  await headline(/^Done in /);
  const before = (await runs()).length;
  save({ trainOn: 310, C: 2 });
  await expect.poll(async () => (await runs()).length).toBe(before + 1);
  await headline(/^Done in /);
  expect((await newestRun())['command']).toContain('svm.C=5');
});

test('the browser has nothing to complain about', () => {
  // But that there is no plan for params that break a rule.
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
});

async function runs() {
  return (await restudy(['runs', '--json', '--cache', cache])).lines;
}

async function newestRun() {
  const [newest] = await runs();
  if (!newest) throw new Error('There is no run.');
  return newest;
}
