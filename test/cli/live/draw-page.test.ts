import path from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graveProblems } from '../../browser/axe.js';
import { openChromium } from '../../browser/chromium.js';
import { answered, labels, seenImage } from '../../browser/replay/draw-page.js';
import { drawStrokes } from '../../browser/replay/draw-strokes.js';
import { restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';
import { type LiveProcess, openPage, startLive } from './live-server.js';

// One server and one small study for all of these tests: what its models say matters less than that they say it.

const MODELS = [
  'svm',
  'rf',
  'vote-svm',
  'vote-rf',
  'vote',
  'svm-tuned',
  'rf-tuned',
  'final-svm',
  'final-vote',
];
const { folder, remove } = temporaryFolder();
const common = ['--params', writeSmallStudy(folder), '--cache', path.join(folder, 'cache')];
let live: LiveProcess;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [live, browser] = await Promise.all([startLive(['serve', ...common]), openChromium()]);
  ({ page, complaints } = await openPage(browser, live.url));
  await openPad(page);
});
afterAll(async () => {
  await browser?.close();
  await live?.end();
  remove();
});

async function openPad(on: Page): Promise<void> {
  await on.getByRole('link', { name: 'Draw' }).click();
  await on.getByRole('application', { name: 'Drawing pad' }).waitFor();
}

/** Draws one line with the mouse; places are shares of the pad's side. */
async function drawLine(on: Page, ...places: readonly (readonly [number, number])[]): Promise<void> {
  const { x, y, width } = (await on.locator('.draw-canvas').boundingBox())!;
  const at = ([right, down]: readonly [number, number]) => [x + right * width, y + down * width] as const;
  await on.mouse.move(...at(places[0]!));
  await on.mouse.down();
  for (const place of places.slice(1)) await on.mouse.move(...at(place), { steps: 8 });
  await on.mouse.up();
  await answered(on);
}

const drawOne = (on: Page) => drawLine(on, [0.5, 0.2], [0.5, 0.8]);
const clear = () => page.getByRole('button', { name: 'Clear' }).click();

describe('the drawing pad', () => {
  test('says of models that are not fitted how to fit them', async () => {
    await drawOne(page);
    const ways = MODELS.map((step) => `${step}Not fitted yet: restudy run ${step}`);
    expect(await page.locator('.draw-models tbody tr').allTextContents()).toEqual(ways);
    await page.getByRole('heading', { name: 'No model is fitted yet' }).waitFor();
    await clear();
  });

  test('has the models that another process fits meanwhile, without being opened again', async () => {
    expect(await restudy(['run', ...common])).toMatchObject({ code: 0 });
    await drawOne(page);
    expect(Object.keys(await labels(page))).toEqual(MODELS);
    for (const label of Object.values(await labels(page))) expect(label).toMatch(/^[0-9]$/);
    await page.getByRole('heading', { name: /models? says? \d/ }).waitFor();
  });

  test('shows probabilities that add up, and the nearest training images, nearest first', async () => {
    const { models, nearest } = await page.evaluate(async () => {
      const body = JSON.stringify({
        strokes: [
          [
            [140, 60, 13],
            [140, 220, 13],
          ],
        ],
      });
      const headers = { 'Content-Type': 'application/json' };
      return (await fetch('/api/drawing', { method: 'POST', headers, body })).json();
    });
    for (const { name, prediction } of models) {
      expect(prediction.classes, name).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const sum = prediction.probabilities.reduce((total: number, share: number) => total + share, 0);
      expect(sum, name).toBeCloseTo(1, 9);
    }
    const distances = nearest.map(({ distance }: { distance: number }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(nearest.map(({ label }: { label: number }) => label)).toEqual(Array(8).fill(1));
    const shown = page.locator('.draw-nearest .digit');
    expect(await shown.allTextContents()).toEqual(Array(8).fill('1'));
  });

  test('shows the very image that the models see', async () => {
    const image = await seenImage(page);
    const columns = image.flatMap((grey, pixel) => (grey > 0 ? [pixel % 28] : []));
    const rows = image.flatMap((grey, pixel) => (grey > 0 ? [Math.floor(pixel / 28)] : []));
    expect(Math.max(...rows) - Math.min(...rows) + 1).toBe(20);
    expect(Math.max(...columns) - Math.min(...columns) + 1).toBeLessThanOrEqual(4);
  });

  test('takes strokes back one by one, by its button and by Ctrl-Z, and all at once', async () => {
    const one = await seenImage(page);
    await drawLine(page, [0.3, 0.5], [0.7, 0.5]);
    const plus = await seenImage(page);
    expect(plus).not.toEqual(one);
    await page.keyboard.press('Control+z');
    await answered(page);
    expect(await seenImage(page)).toEqual(one);
    await drawLine(page, [0.3, 0.5], [0.7, 0.5]);
    expect(await seenImage(page)).toEqual(plus);
    await page.getByRole('button', { name: 'Undo' }).click();
    await answered(page);
    expect(await seenImage(page)).toEqual(one);
    await clear();
    await answered(page);
    expect(new Set(await seenImage(page))).toEqual(new Set([0]));
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
    await page.getByRole('heading', { name: 'Draw a digit' }).waitFor();
  });

  test('is drawn on with keys alone', async () => {
    await page.getByRole('application', { name: 'Drawing pad' }).focus();
    await page.keyboard.press('ArrowRight');
    const press = async (key: string, times: number) => {
      for (let time = 0; time < times; time++) await page.keyboard.press(key);
    };
    await press('ArrowUp', 8);
    await press(' ', 1);
    await press('ArrowDown', 16);
    await press(' ', 1);
    await answered(page);
    const drawn = await labels(page);
    expect(Object.values(drawn).every((label) => label !== '')).toBe(true);
    const byKeys = await seenImage(page);
    await clear();
    await drawLine(page, [0.3, 0.3], [0.3, 0.3 + 160 / 280]);
    // The same line, elsewhere on the pad.
    expect(await labels(page)).toEqual(drawn);
    const differing = (await seenImage(page)).filter((grey, pixel) => Math.abs(grey - byKeys[pixel]!) > 16);
    expect(differing).toEqual([]);
    await clear();
  });

  test('makes a line wider where a pen is pressed harder', async () => {
    const inked = async (radius: number) => {
      await drawStrokes(page, [
        [
          [60, 60, 13],
          [60, 220, 13],
        ],
        [
          [220, 60, radius],
          [220, 220, radius],
        ],
      ]);
      await answered(page);
      const image = await seenImage(page);
      await clear();
      const middle = image.slice(14 * 28, 15 * 28);
      return middle.reduce((sum, grey) => sum + grey, 0) / 255;
    };
    // The usual pen is 26 units wide; the box of 20 pixels holds 186 units and the other pen's width.
    const [slim, wide] = [await inked(5), await inked(22)];
    expect(slim).toBeCloseTo(((26 + 10) * 20) / 186, 0);
    expect(wide).toBeCloseTo(((26 + 44) * 20) / 204, 0);
    expect(wide - slim).toBeGreaterThan(2);
  });

  test('does not wait for the answer to an older drawing when a stroke is done', async () => {
    const held: Route[] = [];
    await page.route('**/api/drawing', (route) => void held.push(route));
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/drawing'));
    const { x, y, width } = (await page.locator('.draw-canvas').boundingBox())!;
    await page.mouse.move(x + width / 2, y + 0.2 * width);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + 0.8 * width, { steps: 4 });
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await page.mouse.up();
    expect((await failed).failure()?.errorText).toBe('net::ERR_ABORTED');
    await expect.poll(() => held.length).toBe(2);
    await held[1]!.continue();
    await page.unroute('**/api/drawing');
    await answered(page);
    const points = JSON.parse(held[1]!.request().postData()!).strokes[0];
    expect(points.at(-1)[1]).toBeCloseTo(0.8 * 280, 0);
    await clear();
  });

  test('keeps the drawing while another page is looked at', async () => {
    await drawOne(page);
    const before = await seenImage(page);
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await openPad(page);
    await answered(page);
    expect(await seenImage(page)).toEqual(before);
  });

  test.each(['light', 'dark'] as const)(
    'has no serious problem of accessibility in its %s colours',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      expect(await graveProblems(page)).toEqual([]);
    },
  );

  test('never made the browser complain or ask for anything elsewhere', () => {
    // The request that was left is the one that a test was about.
    expect(complaints).toEqual([]);
  });
});

test('a finger draws on a phone, where the page fits and does not move under it', async () => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 3,
  });
  const phone = await context.newPage();
  await phone.goto(live.url);
  await openPad(phone);
  const { x, y, width } = (await phone.locator('.draw-canvas').boundingBox())!;
  const devtools = await context.newCDPSession(phone);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', down: number) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: x + width / 2, y: y + down * width }],
    });
  await touch('touchStart', 0.2);
  for (let step = 1; step <= 12; step++) await touch('touchMove', 0.2 + step * 0.05);
  await touch('touchEnd', 0.8);
  await answered(phone);
  expect(Object.values(await labels(phone)).filter((label) => label !== '')).toHaveLength(MODELS.length);
  const rows = (await seenImage(phone)).flatMap((grey, pixel) => (grey > 0 ? [Math.floor(pixel / 28)] : []));
  expect(Math.max(...rows) - Math.min(...rows) + 1).toBe(20);
  expect(await phone.evaluate(() => scrollY)).toBe(0);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await phone.locator('.draw-canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).width)).toBe(
    Math.round(width * 3),
  );
  await context.close();
});
