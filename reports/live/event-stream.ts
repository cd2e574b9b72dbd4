import { Hono } from 'hono';
import type { Hub } from './hub.js';

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

/** Nothing is taken from the subscription before the connection takes it: who reads slowly is skipped ahead there. */
function eventStream(hub: Hub): ReadableStream<Uint8Array> {
  const subscription = hub.subscribe();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const heartbeat = setTimeout(() => controller.enqueue(encoder.encode(':\n\n')), HEARTBEAT_MS);
        const events = await subscription.take();
        clearTimeout(heartbeat);
        if (!events) return controller.close();
        controller.enqueue(
          encoder.encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')),
        );
      },
      cancel: () => subscription.close(),
    },
    { highWaterMark: 0 },
  );
}
