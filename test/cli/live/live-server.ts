import type { ChildProcess } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { type Finished, finished, start } from '../restudy.js';

/** A restudy that serves a page, and where that is. */
export interface LiveProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Interrupts it and waits for its end. */
  end(): Promise<Finished>;
}

/** Starts restudy with arguments that make it serve a page on a free port. */
export async function startLive(args: readonly string[]): Promise<LiveProcess> {
  const child = start([...args, '--port', '0']);
  const ended = finished(child);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
    void ended.then(({ code, stderr }) => reject(new Error(`It ended with ${code}: ${stderr}`)));
  });
  return {
    url,
    child,
    async end() {
      if (child.exitCode === null) child.kill('SIGINT');
      return ended;
    },
  };
}

/** Opens the page in a browser context of its own, and notes what the browser complains about. */
export async function openPage(
  browser: Browser,
  url: string,
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('.card').first().waitFor();
  return { page, complaints };
}

/** Step -> what its card shows: `hit`, `ran`, `will-run` … */
export async function looks(page: Page): Promise<Record<string, string>> {
  const cards = await page
    .locator('.card')
    .evaluateAll((all) =>
      all.map((card) => [card.getAttribute('data-step') ?? '', card.getAttribute('data-look') ?? '']),
    );
  return Object.fromEntries(cards);
}

/** Waits until the page says how a run of its server ended. @param run its number: they are counted from 1. */
export async function untilEnded(page: Page, words: string, run: number): Promise<void> {
  const headline = page.locator(`.run-bar[data-run="${run}"] .run-headline`);
  await headline.filter({ hasText: new RegExp(`^${words} in `) }).waitFor();
  // What is there now is asked for anew.
  await page.locator('.run-detail', { hasText: /hits?;/ }).waitFor();
}
