import { setTimeout } from 'node:timers/promises';
import type { Browser, CDPSession } from 'playwright-core';

/** A tab of a window: seen only while it is the one in front. */
export interface Tab {
  /** Evaluates an expression in the page, promises awaited; its value must be plain data. */
  evaluate(expression: string): Promise<unknown>;
  bringToFront(): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly text: string };
  };
}

/**
 * Opens pages as the tabs of one window, as people have them: Playwright's own pages all take themselves to be seen.
 * They share storage and workers, and close with the browser.
 */
export async function openTabs(browser: Browser, url: string, count: number): Promise<Tab[]> {
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send('Target.createBrowserContext');
  const answers = new Map<number, (answer: Answer) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    if (answer.id !== undefined) answers.get(answer.id)?.(answer);
  });
  const tabs: Tab[] = [];
  for (let tab = 0; tab < count; tab++) {
    const { targetId } = await session.send('Target.createTarget', { url, browserContextId });
    const opened = await attach(session, targetId, answers);
    await untilLoaded(opened, url);
    tabs.push(opened);
  }
  return tabs;
}

/** A tab begins empty: what is evaluated before it has gone on to its page ends with an error. */
async function untilLoaded(tab: Tab, url: string): Promise<void> {
  const isLoaded = `document.readyState === 'complete' && location.href.startsWith(${JSON.stringify(url)})`;
  while (!(await tab.evaluate(isLoaded).catch(() => false))) await setTimeout(50);
}

async function attach(
  session: CDPSession,
  targetId: string,
  answers: Map<number, (answer: Answer) => void>,
): Promise<Tab> {
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  return {
    async evaluate(expression) {
      // Answers stay in the map, so that this is a number of its own.
      const id = answers.size + 1;
      const answer = await new Promise<Answer>((resolve, reject) => {
        answers.set(id, resolve);
        const params = { expression, awaitPromise: true, returnByValue: true };
        const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
        session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      });
      const fault = answer.error?.message ?? answer.result?.exceptionDetails?.text;
      if (fault !== undefined) throw new Error(`${expression}: ${fault}`);
      return answer.result?.result?.value;
    },
    async bringToFront() {
      await session.send('Target.activateTarget', { targetId });
    },
    async close() {
      await session.send('Target.closeTarget', { targetId });
    },
  };
}
