import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { decodeNpy } from '../cache/artifact/npy.js';
import { type PixelDataset, take } from '../estimators/matrix.js';
import { trainTestSplit } from '../estimators/model-selection/train-test-split.js';
import { mnistPackageFiles, readMnist } from '../stages/data/read-mnist.js';
import { openChromium } from './browser/chromium.js';
import { answered, labels } from './browser/replay/draw-page.js';
import { drawStrokes } from './browser/replay/draw-strokes.js';
import { strokesOfImage } from './browser/replay/strokes-of-image.js';
import { type LiveProcess, openPage, startLive } from './cli/live/live-server.js';
import { restudy } from './cli/restudy.js';

// The models of the whole study, and digits of its test set drawn again on the page by a pen. It takes a minute or two, and
// runs the study together with study.test.ts: who needs a result first computes it, the other one waits for it.

/** Those that scikit-learn's predictions are at hand for; the votes' members are fitted with them. */
const MODELS = ['svm', 'rf', 'vote', 'svm-tuned', 'rf-tuned', 'final-vote'];
const cache = ['--cache', inject('wholeStudyCache')];
let digits: PixelDataset;
let live: LiveProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  expect(await restudy(['run', ...MODELS, ...cache])).toMatchObject({ code: 0 });
  const all = await readMnist(mnistPackageFiles());
  digits = take(all, trainTestSplit(all.labels.length, { testSize: 0.2, randomState: 42 }).test);
  [live, browser] = await Promise.all([startLive(['serve', ...cache]), openChromium()]);
  ({ page } = await openPage(browser, live.url));
  await page.getByRole('link', { name: 'Draw' }).click();
}, 1_800_000);
afterAll(async () => {
  await browser?.close();
  await live?.end();
});

/** Model -> what it predicts for each digit of the test set (scikit-learn's own predictions). */
const predictions = Object.fromEntries(
  MODELS.map((model) => {
    const file = readFileSync(new URL(`fixtures/study/pred_${model}.npy`, import.meta.url));
    return [model, decodeNpy(file).data];
  }),
);

function image(index: number): Uint8Array {
  const { data, columns } = digits.images;
  return data.subarray(index * columns, (index + 1) * columns);
}

test.each(Array.from({ length: 10 }, (_, digit) => digit))(
  'each model takes the first test image of a %i, drawn again, for what it takes the image for',
  async (digit) => {
    const index = digits.labels.indexOf(digit);
    await page.reload();
    await drawStrokes(page, strokesOfImage(image(index)));
    await answered(page);
    const own = MODELS.map((model) => [model, String(predictions[model]![index])]);
    expect(await labels(page), `test image ${index}`).toMatchObject(Object.fromEntries(own));
  },
);
