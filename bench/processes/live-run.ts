import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { LiveEvent } from '../../reports/live/wire.js';
import { openChromium } from '../../test/browser/chromium.js';
import { openTabs, type Tab } from '../../test/browser/tabs.js';
import { nodeCommand, type Program } from './node-process.js';

/** A run that a live page was asked for. */
export interface LiveRun {
  /** As the run says itself. */
  readonly seconds: number;
  /** From when the server heard of a step's state to when the tab in front showed it, in ms. Empty without tabs. */
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
    let inFront: Tab | undefined;
    if (tabs > 0) {
      browser = await openChromium();
      const opened = await openTabs(browser, url, tabs);
      for (const tab of opened) await tab.evaluate(UNTIL_DRAWN);
      // What a browser does after it opened a page (it keeps compiled code, collects garbage) is no part of following a run.
      await setTimeout(SETTLE_MS);
      inFront = opened.at(-1)!;
      await inFront.evaluate(NOTE_LOOKS);
    }
    const events = await runToEnd(url);
    const last = events.at(-1)!;
    if (last.type !== 'run' || last.run?.end?.outcome !== 'done')
      throw new Error('The run did not end as done.');
    const shown = (await inFront?.evaluate('shown')) as readonly Shown[] | undefined;
    return { seconds: last.run.seconds, delaysMs: delaysOf(shown ?? [], events) };
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

const SETTLE_MS = 5_000;

const UNTIL_DRAWN = `new Promise((resolve) => {
  const look = () => (document.querySelector('.card') ? resolve() : setTimeout(look, 50));
  look();
})`;

/** Notes in the page's own `shown` each look of a step, of the type `Shown`. */
const NOTE_LOOKS = `
  globalThis.shown = [];
  new MutationObserver((changes) => {
    for (const { target: { dataset } } of changes) shown.push([dataset.step, dataset.look, Date.now()]);
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-look'] });
`;

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
