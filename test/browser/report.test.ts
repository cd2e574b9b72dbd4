import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportPage } from '../../reports/page/report-page.js';
import { restudy, temporaryFolder } from '../cli/restudy.js';
import { writeSmallStudy } from '../cli/small-digits.js';
import { goodModel, smallSource } from '../reports/page/page-source.js';
import { openChromium } from './chromium.js';
import { expectFiguresOf, openResults } from './report-figures.js';

const { folder, remove } = temporaryFolder();
const file = path.join(folder, 'report.html');
const cache = path.join(folder, 'cache');
let browser: Browser;

beforeAll(async () => {
  const options = ['--params', writeSmallStudy(folder), '--cache', cache];
  expect(await restudy(['run', ...options])).toMatchObject({ code: 0 });
  expect(await restudy(['report', '-o', file, ...options])).toMatchObject({ code: 0, stderr: '' });
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  remove();
});

/** Opens the report, does something with it, and expects neither complaints nor requests of the page. */
async function withReport(
  options: BrowserContextOptions,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const events: string[] = [];
  page.on('console', (message) => events.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => events.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) events.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await body(page);
  expect(events).toEqual([]);
  await context.close();
}

const backgroundOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('every number on the page is that of the artifacts', async () => {
  const results = await openResults(cache);
  await withReport({}, (page) => expectFiguresOf(results, page));
  await results.close();
});

// Colours do not depend on the width, nor the layout on the colours.
const looks = [
  ['wide and light', { viewport: { width: 1400, height: 900 }, colorScheme: 'light' }],
  ['narrow and dark', { viewport: { width: 400, height: 900 }, colorScheme: 'dark' }],
] satisfies [string, BrowserContextOptions][];

describe.each(looks)('%s', (_, options) => {
  test('axe-core finds nothing serious', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await withReport(options, async (page) => {
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() =>
        (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run({
          // Of what passed, one place a rule will do: that is much faster.
          resultTypes: ['violations'],
        }),
      );
      expect(passes.length).toBeGreaterThan(20);
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });
  }, 300_000);

  test('nothing reaches over the edge of the screen but what can be scrolled', async () => {
    await withReport(options, async (page) => expect(await outside(page)).toEqual([]));
  });

  test('no two words of a chart lie upon one another', async () => {
    await withReport(options, async (page) => {
      const { words, overlapping } = await page.evaluate(overlappingWords);
      expect(words).toBeGreaterThan(300);
      expect(overlapping).toEqual([]);
    });
  });
});

test('a cell of a heat map says its numbers when the pointer is on it, and nothing afterwards', async () => {
  await withReport({}, async (page) => {
    const tip = page.locator('#tip');
    expect(await tip.isVisible()).toBe(false);
    const cell = page.locator('#model-svm .confusion [data-tip]').nth(11);
    await cell.hover();
    expect(await tip.isVisible()).toBe(true);
    expect(await tip.textContent()).toBe(await cell.getAttribute('data-tip'));
    await page.locator('h3').first().hover();
    expect(await tip.isVisible()).toBe(false);
  });
});

test('a finger on a mark shows what the pointer would', async () => {
  await withReport({ viewport: { width: 400, height: 900 }, hasTouch: true }, async (page) => {
    await page.locator('#model-rf .calibration circle').last().tap();
    expect(await page.locator('#tip').textContent()).toMatch(/predictions of [\d.]+ % on average/);
    const box = (await page.locator('#tip').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(400);
  });
});

test('dark is dark, and paper is white even then', async () => {
  await withReport({ colorScheme: 'light' }, async (page) => {
    expect(await backgroundOf(page)).toBe('rgb(255, 255, 255)');
  });
  await withReport({ colorScheme: 'dark' }, async (page) => {
    expect(await backgroundOf(page)).toBe('rgb(20, 22, 26)');
    await page.emulateMedia({ media: 'print' });
    expect(await backgroundOf(page)).toBe('rgb(255, 255, 255)');
    expect(
      await page
        .locator('.digit')
        .first()
        .evaluate((image) => getComputedStyle(image).filter),
    ).toBe('none');
  });
});

test('printed, nothing is cut off at the side, and what is of no use on paper is left out', async () => {
  // An A4 page between margins of 14 mm, in pixels of CSS.
  await withReport({ viewport: { width: 688, height: 1000 } }, async (page) => {
    await page.emulateMedia({ media: 'print' });
    expect(await outside(page, '*')).toEqual([]);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(10_000);
  });
});

test('the contents lead to each section', async () => {
  await withReport({}, async (page) => {
    const targets = await page
      .locator('nav a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(targets.length).toBeGreaterThan(12);
    for (const target of targets) expect(await page.locator(`[id="${target.slice(1)}"]`).count()).toBe(1);
  });
});

test('HTML in names and params is text', async () => {
  const evil = '<img src=x onerror="window.pwned = 1"></title></script><script>window.pwned = 1</script>';
  const made = smallSource({ [evil]: { ...goodModel, model: { ...goodModel.model, kind: evil } } });
  const source = {
    ...made,
    study: evil,
    steps: made.steps.map((step) => ({
      ...step,
      stage: { ...step.stage, name: evil },
      checkedParams: { values: [evil] },
    })),
    content: {
      ...made.content,
      data: { ...made.content.data, name: evil, source: evil, licence: evil, target: evil },
    },
  };
  const page = await browser.newPage();
  const events: string[] = [];
  page.on('console', (message) => events.push(message.text()));
  await page.setContent(await reportPage(source));
  expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.title()).toContain(evil);
  expect(await page.locator('#steps td').first().textContent()).toBe(evil);
  expect(await page.locator('.dag text').allTextContents()).toContain(evil);
  expect(await page.locator('pre').textContent()).toContain(evil.replaceAll('"', '\\"'));
  expect(events).toEqual([]);
  await page.close();
});

/** What reaches over the left or right edge of the page, beside that in `scrolled`, which has an edge of its own. */
async function outside(page: Page, shown = ':not(.scroll *)'): Promise<string[]> {
  return page.evaluate((selector) => {
    const { clientWidth } = document.documentElement;
    return Array.from(document.querySelectorAll(`body ${selector}`)).flatMap((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0 || (left >= -1 && right <= clientWidth + 1)) return [];
      return [
        `${element.tagName} ${element.textContent?.slice(0, 40)}: ${left} to ${right} of ${clientWidth}`,
      ];
    });
  }, shown);
}

/** Runs in the page. */
function overlappingWords(): { words: number; overlapping: string[] } {
  let words = 0;
  const overlapping: string[] = [];
  for (const svg of Array.from(document.querySelectorAll('.plot, .dag svg'))) {
    const boxes = Array.from(svg.querySelectorAll('text'), (text) => ({
      text: text.textContent,
      box: text.getBoundingClientRect(),
    })).filter(({ box }) => box.width > 0);
    words += boxes.length;
    for (const [index, { text, box }] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        // Boxes are as high as the font's lines: letters keep some distance from their edges.
        if (across > 1 && down > 0.35 * box.height) overlapping.push(`${text} / ${other.text}`);
      }
    }
  }
  return { words, overlapping };
}
