import type { LiveEvent } from '../../wire.js';
import { openEventSource } from './event-source.js';

export type ToWorker = 'seen' | 'unseen' | 'leave';
export type FromWorker = { readonly event: LiveEvent } | { readonly connected: boolean };

/** Follows the server's events, through the worker that all pages of a browser share. */
export function followEvents(
  onEvent: (event: LiveEvent) => void,
  onConnected: (connected: boolean) => void,
): void {
  // Chromium on Android has none: there a page has its own connection.
  if (typeof SharedWorker === 'undefined') {
    openEventSource(onEvent, onConnected);
    return;
  }
  const { port } = new SharedWorker('/events-worker.js', { type: 'module' });
  port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if ('event' in data) onEvent(data.event);
    else onConnected(data.connected);
  };
  const tell = (message: ToWorker) => port.postMessage(message);
  if (document.hidden) tell('unseen');
  document.addEventListener('visibilitychange', () => tell(document.hidden ? 'unseen' : 'seen'));
  addEventListener('pagehide', () => tell('leave'));
  // A page that comes back out of the browser's memory has left the worker, and may be older than the server.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
}
