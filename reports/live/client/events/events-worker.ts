import type { LiveEvent, RunView } from '../../wire.js';
import { openEventSource } from './event-source.js';
import type { FromWorker, ToWorker } from './events.js';

// One connection for all pages of a browser: it allows six to a server, and each page would keep one for itself. A page that
// nobody sees is told the state of things now and then, for its title, and when it is looked at again.

/** In ms. All pages of a browser work on the cores that the run works on. */
const UNSEEN_EVERY_MS = 5_000;

interface SharedWorkerScope {
  onconnect: ((event: MessageEvent) => void) | null;
}

interface Page {
  readonly port: MessagePort;
  seen: boolean;
  /** Something happened that it was not told of. */
  late: boolean;
}

const pages = new Set<Page>();
let run: RunView | null | undefined;
/** When `run.seconds` was right, by this browser's clock. */
let runAt = 0;
let connected = false;

(globalThis as unknown as SharedWorkerScope).onconnect = ({ ports: [port] }) => {
  if (!port) return;
  const page: Page = { port, seen: true, late: run !== undefined };
  pages.add(page);
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data === 'leave') pages.delete(page);
    page.seen = data === 'seen';
    if (page.seen) catchUp(page);
  };
  tell(page, { connected });
  catchUp(page);
};

function tell({ port }: Page, message: FromWorker): void {
  port.postMessage(message);
}

function catchUp(page: Page): void {
  if (page.late && run !== undefined) {
    tell(page, { event: { type: 'run', run: runNow(run), at: Date.now() } });
  }
  page.late = false;
}

setInterval(() => {
  for (const page of pages) catchUp(page);
}, UNSEEN_EVERY_MS);

function runNow(known: RunView | null): RunView | null {
  if (!known || known.end) return known;
  return { ...known, seconds: known.seconds + (performance.now() - runAt) / 1000 };
}

openEventSource(
  (event) => {
    run = afterEvent(run ?? null, event);
    if (event.type === 'run') runAt = performance.now();
    for (const page of pages) {
      if (page.seen) tell(page, { event });
      else page.late = true;
    }
  },
  (now) => {
    connected = now;
    for (const page of pages) tell(page, { connected });
  },
);

/** The run as it is after an event. A step's event before its run is known says nothing. */
function afterEvent(run: RunView | null, event: LiveEvent): RunView | null {
  if (event.type === 'run') return event.run;
  return run && { ...run, states: { ...run.states, [event.step]: event.view } };
}
