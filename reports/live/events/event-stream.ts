import { Hono } from 'hono';
import type { Hub } from './hub.js';
import type { Subscription } from './subscription.js';

/** A comment is sent this often where nothing happens, so that a connection that broke is noticed. */
const HEARTBEAT_MS = 15_000;
/** One a browser is what pages need (client/events-worker.ts). */
const MOST_READERS = 32;

/** `GET /api/events`: the hub's events as server-sent events, the state of things first. */
export function eventRoutes(hub: Hub): Hono {
  return new Hono().get('/api/events', (context) => {
    if (hub.subscribers >= MOST_READERS) {
      return context.json(
        { error: `At most ${MOST_READERS} readers of events at once: close some pages.` },
        503,
      );
    }
    return new Response(eventStream(hub), {
      headers: { 'Content-Type': 'text/event-stream; charset=utf-8' },
    });
  });
}

/**
 * Nothing is taken from the subscription before the connection takes it: who reads slowly is skipped ahead there. It begins
 * with the first reading, for whoever asks for the headers alone reads nothing.
 */
function eventStream(hub: Hub): ReadableStream<Uint8Array> {
  let subscription: Subscription | undefined;
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        subscription ??= hub.subscribe();
        const heartbeat = setInterval(() => {
          // One that was not taken is enough.
          if (controller.desiredSize === 0) controller.enqueue(encoder.encode(':\n\n'));
        }, HEARTBEAT_MS);
        const events = await subscription.take();
        clearInterval(heartbeat);
        if (!events) return;
        controller.enqueue(
          encoder.encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')),
        );
      },
      cancel: () => subscription?.close(),
    },
    { highWaterMark: 0 },
  );
}
