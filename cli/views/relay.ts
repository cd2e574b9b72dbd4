import { RestudyError } from '../../pipeline/errors.js';
import type { RunMessage } from '../process/run-messages.js';
import type { RunOutline } from '../process/run-outline.js';
import type { View } from './view.js';

/**
 * Passes everything on to the process that started this one (run-process.ts), which shows it. When that process is
 * gone, the run ends as after Ctrl-C: nobody waits for it any more.
 */
export function relayView(outline: RunOutline): View {
  if (!process.connected) throw new RestudyError('interrupted', 'The process that started this run is gone.');
  // Before the run has begun nobody listens to the signal, and the process ends at once.
  const interrupt = () => void process.kill(process.pid, 'SIGINT');
  process.once('disconnect', interrupt);
  let sent: Promise<void> = Promise.resolve();
  const send = (message: RunMessage) => {
    if (!process.connected) return;
    // An error comes through the channel; that nobody is there to read is no failure of the run.
    sent = new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()));
  };
  send({ type: 'outline', ...outline });
  return {
    show: send,
    end: (results) => send({ type: 'results', results }),
    async close() {
      await sent;
      process.off('disconnect', interrupt);
      if (process.connected) process.disconnect();
    },
  };
}
