import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import type { LiveEvent } from '../../reports/live/wire.js';
import { openChromium } from '../../test/browser/chromium.js';
import { nodeCommand, type Program } from './node-process.js';

/** A run that a live page was asked for. */
export interface LiveRun {
  /** As the run says itself. */
  readonly seconds: number;
  /** From when the server heard of a step's state to when a page showed it, in ms. Empty without tabs. */
  readonly delaysMs: readonly number[];
}

/**
 * Serves the live page, opens it in so many tabs of a browser, and runs the study from there.
 * @param program the arguments of `node` for `restudy serve --port 0`.
 */
export async function liveRun(program: Program, tabs: number): Promise<LiveRun> {
  const { command, args } = nodeCommand(program);
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let browser: Browser | undefined;
  try {
    const url = await addressOf(server);
    const pages: Page[] = [];
    if (tabs > 0) {
      browser = await openChromium();
      const context = await browser.newContext();
      for (let tab = 0; tab < tabs; tab++) pages.push(await openTab(await context.newPage(), url));
    }
    const events = await runToEnd(url);
    const last = events.at(-1)!;
    if (last.type !== 'run' || last.run?.end?.outcome !== 'done')
      throw new Error('The run did not end as done.');
    const delays = await Promise.all(pages.map(async (page) => delaysOf(await shownBy(page), events)));
    return { seconds: last.run.seconds, delaysMs: delays.flat() };
  } finally {
    await browser?.close();
    server.kill('SIGINT');
    if (server.exitCode === null) await once(server, 'exit');
  }
}

async function addressOf(server: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('restudy serve ended before it said where the page is.');
}

/** What a tab showed: step, look, and when, in ms since the epoch. */
type Shown = readonly [step: string, look: string, at: number];

async function openTab(page: Page, url: string): Promise<Page> {
  await page.goto(url);
  await page.locator('.card').first().waitFor();
  await page.evaluate(() => {
    const shown: Shown[] = [];
    Object.assign(globalThis, { shown });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const { step = '', look = '' } = (target as HTMLElement).dataset;
        shown.push([step, look, Date.now()]);
      }
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-look'] });
  });
  return page;
}

async function shownBy(page: Page): Promise<readonly Shown[]> {
  return (await page.evaluate('globalThis.shown')) as Shown[];
}

/** Starts a run and follows it to its end. */
async function runToEnd(url: string): Promise<LiveEvent[]> {
  const { body } = await fetch(new URL('api/events', url));
  const headers = { 'Content-Type': 'application/json', Origin: new URL(url).origin };
  const asked = await fetch(new URL('api/run', url), { method: 'POST', headers, body: '{"overrides":{}}' });
  if (!asked.ok) throw new Error(await asked.text());
  const events: LiveEvent[] = [];
  let text = '';
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const messages = (text + part.value).split('\n\n');
    text = messages.pop()!;
    for (const message of messages) {
      if (message.startsWith('data: ')) events.push(JSON.parse(message.slice(6)) as LiveEvent);
    }
    const last = events.at(-1);
    if (last?.type === 'run' && last.run?.end) return events;
  }
  throw new Error('The stream of events ended before the run did.');
}

function delaysOf(shown: readonly Shown[], events: readonly LiveEvent[]): number[] {
  return shown.flatMap(([step, look, at]) => {
    const told = events.find(
      (event) => event.type === 'step' && event.step === step && event.view.state === look && event.at <= at,
    );
    return told ? [at - told.at] : [];
  });
}
