// Takes the pictures of the live page that docs/live.md shows: node scripts/live-screenshots.mjs http://127.0.0.1:4784/ [view…]
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:4784/', ...wanted] = process.argv.slice(2);

/** A seven, in shares of the pad's side. */
const SEVEN = [
  [0.3, 0.28],
  [0.5, 0.27],
  [0.71, 0.26],
  [0.62, 0.42],
  [0.53, 0.6],
  [0.46, 0.82],
];

/** View -> its address, and what is done there before the picture. */
const VIEWS = {
  watch: { route: '#/', ready: '.card[data-look="running"]' },
  step: { route: '#/step/evaluate-final-vote', ready: '.panel-outputs .confusion', act: showPanel },
  draw: { route: '#/draw', ready: '.draw-canvas', act: drawSeven },
};

async function showPanel(page) {
  await page.locator('[data-step="evaluate-final-vote"][data-look="hit"]').waitFor({ state: 'attached' });
  await page.locator('.panel').evaluate((panel) => panel.scrollIntoView());
}

async function drawSeven(page) {
  const { x, y, width } = await page.locator('.draw-canvas').boundingBox();
  const [first, ...rest] = SEVEN.map(([right, down]) => [x + right * width, y + down * width]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...place, { steps: 6 });
  await page.mouse.up();
  await page.locator('.draw-nearest .digit').first().waitFor();
  await page.waitForTimeout(1_000);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
mkdirSync('docs/images', { recursive: true });
for (const [view, { route, ready, act }] of Object.entries(VIEWS)) {
  if (wanted.length > 0 && !wanted.includes(view)) continue;
  for (const [width, height] of [
    [1400, 1000],
    [400, 1400],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      await page.goto(`${url}${route}`);
      await page.locator(ready).first().waitFor();
      await page.waitForTimeout(500);
      await act?.(page);
      await page.screenshot({ path: `docs/images/live-${view}-${width}-${colorScheme}.png` });
      await page.close();
    }
  }
}
await browser.close();
