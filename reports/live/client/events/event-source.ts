import type { LiveEvent } from '../../wire.js';

const RETRY_MS = 1_000;

/** Keeps a stream of events open, whatever happens to the server or the connection. */
export function openEventSource(
  onEvent: (event: LiveEvent) => void,
  onConnected: (connected: boolean) => void,
): void {
  const source = new EventSource('/api/events');
  source.onopen = () => onConnected(true);
  source.onmessage = ({ data }: MessageEvent<string>) => onEvent(JSON.parse(data) as LiveEvent);
  source.onerror = () => {
    onConnected(false);
    // A browser tries again by itself only where the server was there.
    source.close();
    setTimeout(() => openEventSource(onEvent, onConnected), RETRY_MS);
  };
}
