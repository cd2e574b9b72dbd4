import type { RunView } from '../wire.js';
import { openEventSource } from './event-source.js';
import type { FromWorker, ToWorker } from './events.js';
import { afterEvent } from './run-state.js';

// One connection for all pages of a browser: it allows six to a server, and each page would keep one for itself.

interface SharedWorkerScope {
  onconnect: ((event: MessageEvent) => void) | null;
}

const ports = new Set<MessagePort>();
let run: RunView | null | undefined;
/** When `run.seconds` was right, by this browser's clock. */
let runAt = 0;
let connected = false;

function tellAll(message: FromWorker): void {
  for (const port of ports) port.postMessage(message);
}

(globalThis as unknown as SharedWorkerScope).onconnect = ({ ports: [port] }) => {
  if (!port) return;
  ports.add(port);
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data === 'leave') ports.delete(port);
  };
  const tell = (message: FromWorker) => port.postMessage(message);
  tell({ connected });
  if (run !== undefined) tell({ event: { type: 'run', run: runNow(run), at: Date.now() } });
};

function runNow(known: RunView | null): RunView | null {
  if (!known || known.end) return known;
  return { ...known, seconds: known.seconds + (performance.now() - runAt) / 1000 };
}

openEventSource(
  (event) => {
    run = afterEvent(run ?? null, event);
    if (event.type === 'run') runAt = performance.now();
    tellAll({ event });
  },
  (now) => {
    connected = now;
    tellAll({ connected });
  },
);
