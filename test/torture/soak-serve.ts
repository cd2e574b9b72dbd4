import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { LiveEvent } from '../../reports/live/wire.js';
import { restudyProgram } from '../cli/restudy.js';
import { writeSmallStudy } from '../cli/small-digits.js';
import { tellSize } from './process-size.js';

/** How many times it is said how things are. */
const SAMPLES = 10;
/** Readers of events that stay; another one comes and goes with each run. */
const READERS = 4;

/**
 * Has the live page run a study many times, each time with another param, and asks it all along for what a page asks for.
 * Says what the process takes up (Linux).
 */
export async function soakServe(folder: string, runs: number): Promise<number> {
  const args = ['serve', '--json', '--port', '0', '--params', writeSmallStudy(folder)];
  const serve = spawn(process.execPath, [restudyProgram, ...args, '--cache', path.join(folder, 'cache')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const leave = new AbortController();
  try {
    const url = await pageOf(serve);
    const ask = async (place: string, init: RequestInit = {}) => {
      const answer = await fetch(new URL(place, url), init);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${place}: ${answer.status} ${text}`);
    };
    let events = 0;
    const readers = await Promise.all(
      Array.from({ length: READERS }, () => readEvents(url, leave.signal, () => events++)),
    );
    for (let run = 0; run <= runs; run++) {
      if (run % Math.ceil(runs / SAMPLES) === 0) {
        tellSize(`${run} runs`, serve, `${events} events read`);
      }
      const visit = new AbortController();
      const visitor = await readEvents(url, visit.signal, () => undefined);
      const ends = readers.map((reader) => reader.nextEnd());
      await ask('api/run', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url.slice(0, -1) },
        body: JSON.stringify({ overrides: { svm: { C: 1 + run / 1_000 } } }),
      });
      for (const place of ['', 'api/study', 'api/runs']) await ask(place);
      const outcomes = new Set(await Promise.all(ends));
      if (outcomes.size !== 1 || !outcomes.has('done')) throw new Error(`a run ended as ${[...outcomes]}`);
      visit.abort();
      await visitor.closed;
    }
    return 0;
  } finally {
    leave.abort();
    serve.kill('SIGINT');
    await once(serve, 'exit');
  }
}

async function pageOf(serve: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: serve.stdout! })) {
    const { type, url } = JSON.parse(line) as { readonly type: string; readonly url: string };
    if (type === 'page') return url;
  }
  throw new Error('serve ended');
}

interface Reader {
  /** The outcome of the next run that ends. */
  nextEnd(): Promise<string>;
  readonly closed: Promise<void>;
}

/** Reads the page's events until it is told to leave. Is there when it has been told how things are. */
async function readEvents(url: string, signal: AbortSignal, onEvent: () => void): Promise<Reader> {
  const request = http.get(new URL('api/events', url), { signal });
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  let tellEnd: (outcome: string) => void = () => undefined;
  let hasBegun = false;
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts.filter((one) => one.startsWith('data: '))) {
      const event = JSON.parse(part.slice('data: '.length)) as LiveEvent;
      onEvent();
      // The first event says how the run before ended.
      if (hasBegun && event.type === 'run' && event.run?.end) tellEnd(event.run.end.outcome);
      hasBegun = true;
    }
  });
  answer.on('error', (error) => tellEnd(error.message));
  const closed = new Promise<void>((resolve) => answer.on('close', resolve));
  await once(answer, 'data');
  return {
    closed,
    nextEnd: () =>
      new Promise((resolve) => {
        tellEnd = resolve;
      }),
  };
}
