import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunListing } from '../../../reports/live/wire.js';
import { graveProblems } from '../../browser/axe.js';
import { openChromium } from '../../browser/chromium.js';
import { openTabs } from '../../browser/tabs.js';
import { restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';
import { type LiveProcess, looks, openPage, startLive, untilEnded } from './live-server.js';

// One server and one study for all of these tests; they build on each other's results, as somebody at work does.

const { folder, remove } = temporaryFolder();
const cache = path.join(folder, 'cache');
const common = ['--params', writeSmallStudy(folder), '--cache', cache];
let live: LiveProcess;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [live, browser] = await Promise.all([startLive(['serve', ...common]), openChromium()]);
  ({ page, complaints } = await openPage(browser, live.url));
});
afterAll(async () => {
  await browser?.close();
  await live?.end();
  remove();
});

/** What the history says of the newest run: step -> outcome. */
async function recorded(): Promise<{ readonly outcome: unknown; readonly steps: Record<string, unknown> }> {
  const { lines } = await restudy(['runs', '--json', ...common]);
  const [newest] = lines;
  const steps = newest?.['steps'] as { step: string; outcome: string }[];
  return {
    outcome: newest?.['outcome'],
    steps: Object.fromEntries(steps.map(({ step, outcome }) => [step, outcome])),
  };
}

/** What `looks` finds, for a tab to evaluate. */
const LOOKS = `Object.fromEntries([...document.querySelectorAll('.card')].map(({ dataset }) => [dataset.step, dataset.look]))`;

const HEADLINE = `document.querySelector('.run-headline').textContent`;

async function setParam(step: string, name: string, value: string): Promise<void> {
  await page.goto(`${live.url}#/step/${step}`);
  await page.getByLabel(name, { exact: true }).fill(value);
  await page.locator(`[data-step="${step}"][data-changed="true"]`).waitFor();
}

/** Starts a run on the page, and returns its number. */
async function startRun(): Promise<number> {
  const before = Number(await page.locator('.run-bar').getAttribute('data-run'));
  await page.locator('.button-primary:enabled').click();
  return before + 1;
}

describe('the live page', () => {
  test('shows before the first run that everything will run', async () => {
    await expect.poll(async () => new Set(Object.values(await looks(page)))).toEqual(new Set(['will-run']));
    await page.locator('.run-headline', { hasText: 'Ready' }).waitFor();
  });

  test('follows a run as it happens, and ends with what the history says', async () => {
    await page.evaluate(() => {
      const seen: Record<string, string[]> = {};
      Object.assign(globalThis, { seen });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const { step = '', look = '' } = (target as HTMLElement).dataset;
          seen[step] = [...(seen[step] ?? []), look];
        }
      }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-look'] });
    });
    await untilEnded(page, 'Done', await startRun());
    const run = await recorded();
    expect(run.outcome).toBe('done');
    expect(await looks(page)).toEqual(run.steps);
    const seen = (await page.evaluate('seen')) as Record<string, string[]>;
    // Several states may come in one frame; what takes a while is seen to run.
    for (const step of ['svm', 'rf', 'svm-grid', 'rf-grid']) expect(seen[step]).toContain('running');
    for (const states of Object.values(seen)) expect(states.at(-1)).toBe('ran');
    await page.locator('[data-step="evaluate-svm"]', { hasText: /ran · \d+\.\d\d %/ }).waitFor();
  });

  test('shows of a changed param what it would change, and runs just that', async () => {
    await setParam('svm', 'C', '3');
    await expect.poll(async () => (await looks(page))['svm']).toBe('will-run');
    const before = await looks(page);
    const lit = Object.keys(before).filter((step) => before[step] !== 'hit');
    expect(lit.sort()).toEqual(['evaluate-svm', 'report', 'svm']);
    await page.locator('.chip', { hasText: 'svm.C 1 → 3' }).waitFor();
    await untilEnded(page, 'Done', await startRun());
    const after = await looks(page);
    expect(after['svm']).toBe('ran');
    for (const [step, look] of Object.entries(after)) if (!lit.includes(step)) expect(look, step).toBe('hit');
    expect((await recorded()).steps).toEqual(after);
  });

  test('says of a value that breaks a rule what the rule is, at the field, and does not run it', async () => {
    await page.getByLabel('C', { exact: true }).fill('-1');
    const field = page.locator('.field', { hasText: 'C must be a number above 0; got -1.' });
    await field.waitFor();
    expect(await field.locator('input').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('.button-primary').isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Reset all' }).click();
    await page.locator('.button-primary:enabled', { hasText: /^Run$/ }).waitFor();
    expect(await page.getByLabel('C', { exact: true }).inputValue()).toBe('1');
  });

  test('keeps what was changed when the tab is closed and opened again', async () => {
    await setParam('rf', 'nEstimators', '7');
    const again = await page.context().newPage();
    await again.goto(live.url);
    await again.locator('.chip', { hasText: 'rf.nEstimators 6 → 7' }).waitFor();
    await again.close();
    await page.getByRole('button', { name: 'Reset rf.nEstimators' }).click();
    expect(await page.locator('.chip').count()).toBe(0);
  });

  test('cancels a run, which keeps what was finished; a tab opened meanwhile has missed nothing', async () => {
    await setParam('rf', 'nEstimators', '20000');
    const run = await startRun();
    await page.locator('[data-step="rf"][data-look="running"]').waitFor();
    const late = await page.context().newPage();
    await late.goto(live.url);
    await late.locator('[data-step="rf"][data-look="running"]').waitFor();
    const settled = (all: Record<string, string>) =>
      Object.entries(all).filter(([, look]) => look === 'hit' || look === 'ran');
    await expect.poll(async () => settled(await looks(late))).toEqual(settled(await looks(page)));
    await late.getByRole('button', { name: 'Cancel' }).click();
    await Promise.all([untilEnded(page, 'Interrupted', run), untilEnded(late, 'Interrupted', run)]);
    await late.close();
    expect((await recorded()).outcome).toBe('interrupted');
    await page.getByRole('button', { name: 'Reset all' }).click();
  });

  test('is told of an event within 200 ms of when it happened', async () => {
    const times = page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const delays: number[] = [];
          const events = new EventSource('/api/events');
          events.onmessage = ({ data }: MessageEvent<string>) => {
            const event = JSON.parse(data) as { type: string; at: number; run?: { end: unknown } | null };
            if (event.type === 'step') requestAnimationFrame(() => delays.push(Date.now() - event.at));
            if (event.type !== 'run' || !event.run?.end || delays.length === 0) return;
            events.close();
            resolve(delays);
          };
        }),
    );
    await setParam('svm-grid', 'trainOn', '240');
    await startRun();
    const delays = (await times).sort((first, second) => first - second);
    expect(delays.length).toBeGreaterThan(20);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(200);
    await page.getByRole('button', { name: 'Reset all' }).click();
  });

  test('can be open in ten tabs, which are all as new as the one in front when they are looked at', async () => {
    const tabs = await openTabs(browser, live.url, 10);
    const run = await startRun();
    await untilEnded(page, 'Done', run);
    expect(await tabs[0]!.evaluate('document.hidden')).toBe(true);
    const shown = await looks(page);
    for (const tab of tabs) {
      await tab.bringToFront();
      await expect.poll(() => tab.evaluate(HEADLINE)).toMatch(/^Done in /);
      await expect.poll(() => tab.evaluate(LOOKS)).toEqual(shown);
      await tab.close();
    }
  });

  test('compares two runs', async () => {
    await page.getByRole('link', { name: 'Runs' }).click();
    const rows = page.locator('.runs tbody tr');
    await rows.first().waitFor();
    const { runs } = (await (await page.request.get(`${live.url}api/runs`)).json()) as {
      runs: RunListing[];
    };
    expect(await rows.count()).toBe(runs.length);
    // The oldest run, and the one with C=3 after it.
    await page
      .getByRole('radio', { name: /^before/ })
      .nth(runs.length - 1)
      .check();
    await page
      .getByRole('radio', { name: /^now/ })
      .nth(runs.length - 2)
      .check();
    const row = page.locator('.diff tbody tr', { has: page.getByRole('link', { name: 'svm', exact: true }) });
    await row.locator('td', { hasText: 'C 1 -> 3' }).waitFor();
    await page.getByRole('link', { name: 'Study' }).click();
  });

  test('can be used by the keyboard alone', async () => {
    const card = page.locator('[data-step="svm-grid"]');
    await card.focus();
    await page.keyboard.press('Enter');
    const title = page.getByRole('heading', { name: 'svm-grid' });
    await title.waitFor();
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await title.waitFor({ state: 'detached' });
    expect(await card.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('has no grave problem of accessibility, light or dark, wide or narrow', {
    timeout: 300_000,
  }, async () => {
    // Colours do not depend on the width, nor the layout on the colours.
    for (const [colorScheme, width] of [
      ['light', 1400],
      ['dark', 400],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const place of [
        '#/',
        '#/step/svm',
        '#/step/explore',
        '#/step/evaluate-svm',
        '#/step/rf-grid',
        '#/runs',
      ]) {
        await page.goto(`${live.url}${place}`);
        await page
          .locator(place === '#/runs' ? '.diff tbody tr' : '.card')
          .first()
          .waitFor();
        if (place.startsWith('#/step'))
          await page.getByRole('heading', { name: 'Result', exact: true }).waitFor();
        expect(await graveProblems(page), `${place} ${colorScheme} ${width}`).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${place} ${width}`).toBeLessThanOrEqual(0);
      }
    }
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  test('shows each step with its pictures, without a complaint from the browser', async () => {
    await page.goto(`${live.url}#/step/explore`);
    const digits = page.locator('canvas.digit-image');
    await digits.nth(9).waitFor();
    const inked = await digits.first().evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return data.some((value) => value > 0);
    });
    expect(inked).toBe(true);
    for (const step of await page
      .locator('.card')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-step')))) {
      await page.goto(`${live.url}#/step/${step}`);
      await page.getByRole('heading', { name: 'Result', exact: true }).waitFor();
    }
    expect(complaints).toEqual([]);
  });

  test('lets go of the cache when nobody asks: it can be collected', async () => {
    await page.goto('about:blank');
    await expect
      .poll(async () => (await restudy(['cache', 'gc', '--json', ...common])).lines.at(-1), {
        timeout: 30_000,
      })
      .toMatchObject({ type: 'cache-gc', done: true });
  });
});

describe('restudy run --ui', () => {
  test('shows the run in the terminal and on the page alike, stays, and ends with the code of the run', async () => {
    const ui = await startLive(['run', '--ui', '--force', 'svm', ...common]);
    const opened = await openPage(browser, ui.url);
    await untilEnded(opened.page, 'Done', 1);
    const shown = await looks(opened.page);
    const { code, stdout } = await ui.end();
    const printed = [...stdout.matchAll(/^([\w-]+): (hit|ran)\b/gm)].map(([, step, outcome]) => [
      step,
      outcome,
    ]);
    expect(Object.fromEntries(printed)).toEqual(shown);
    expect(shown['svm']).toBe('ran');
    expect(stdout).toContain('The page stays at');
    expect(code).toBe(0);
    await opened.page.context().close();
  });

  test('that is interrupted ends in order', async () => {
    const ui = await startLive(['run', '--ui', '--set', 'rf.nEstimators=20000', ...common]);
    const opened = await openPage(browser, ui.url);
    await opened.page.locator('[data-step="rf"][data-look="running"]').waitFor();
    expect((await ui.end()).code).toBe(130);
    await opened.page.context().close();
    expect((await recorded()).outcome).toBe('interrupted');
  });
});
