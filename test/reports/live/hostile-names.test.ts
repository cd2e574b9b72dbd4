import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { artifactType, defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { openChromium } from '../../browser/chromium.js';
import { servePage } from './small-page.js';

const HTML = '<img src=x onerror="globalThis.attacked = true"><script>globalThis.attacked = true</script>';
const text = artifactType<string>(HTML);

const hostile = defineStage({
  name: HTML,
  module: 'test:hostile',
  params: z.strictObject({ [HTML]: z.string().default(HTML) }),
  inputs: {},
  outputs: { [HTML]: text },
  uses: {},
  async run({ log }) {
    log(HTML);
    return { [HTML]: HTML };
  },
});

const study = defineStudy(HTML, (step) => {
  step('a', hostile, {});
});

let page: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;

beforeAll(async () => {
  [page, browser] = await Promise.all([servePage(study), openChromium()]);
  await page.run({ a: { [HTML]: HTML } });
});
afterAll(async () => {
  await browser?.close();
  await page?.close();
});

test('a study, a stage, params, outputs and logs that hold HTML are shown as text', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${page.url}#/step/a`);
  await tab.locator('.log').waitFor();
  for (const place of ['.brand', '.panel-header', '.field label', '.panel-outputs h3', '.log']) {
    expect(await tab.locator(place).first().textContent(), place).toContain(HTML);
  }
  expect(await tab.title()).toContain(HTML);
  await tab.getByRole('textbox').fill(`${HTML}!`);
  expect(await tab.locator('.chip').textContent()).toContain('onerror');
  await tab.goto(`${page.url}#/runs`);
  await tab.locator('.runs tbody tr').first().waitFor();
  expect(await tab.locator('img, body script').count()).toBe(0);
  expect(await tab.evaluate('globalThis.attacked')).toBeUndefined();
});
