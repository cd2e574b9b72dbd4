// Takes the pictures of a report that docs/report.md shows: node scripts/report-screenshots.mjs report.html
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [file = 'report.html'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
mkdirSync('docs/images', { recursive: true });
for (const [width, height] of [
  [1400, 2700],
  [400, 2700],
]) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(pathToFileURL(path.resolve(file)).href);
    await page.screenshot({ path: `docs/images/report-${width}-${colorScheme}.png` });
    await page.close();
  }
}
await browser.close();
