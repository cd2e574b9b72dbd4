import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { StoreError } from '../../cache/store-error.js';
import { RestudyError } from '../../pipeline/errors.js';
import { assetRoutes } from './assets.js';
import { Drawing } from './draw/drawing.js';
import { eventRoutes } from './events/event-stream.js';
import type { Hub } from './events/hub.js';
import { guard, withHeaders } from './guard.js';
import { drawRoutes } from './routes/draw-routes.js';
import { runRoutes } from './routes/run-routes.js';
import { stepRoutes } from './routes/step-routes.js';
import { studyRoutes } from './routes/study-routes.js';
import type { LiveControls, LiveWorkspace } from './workspace.js';

export interface LiveOptions {
  readonly hub: Hub;
  readonly controls: LiveControls;
  readonly workspace: LiveWorkspace;
  /** 0 for any that is free. */
  readonly port: number;
  /** The folder with the page's files (`dist/live/`). */
  readonly assets: URL;
}

export interface LiveServer {
  /** Where the page is: `http://127.0.0.1:4173/`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Only this machine can reach it. */
const HOST = '127.0.0.1';
/** A browser needs half a dozen; whoever opens more than these is turned away. */
const MOST_CONNECTIONS = 100;
/** A request is small and comes from this machine: it is there at once. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Node looks for requests that take longer every 30 seconds, unless it is told to. */
const CHECK_EVERY_MS = 1_000;

/** Serves the live page to this machine. Throws a RestudyError if the port is taken. */
export async function serveLive({
  hub,
  controls,
  workspace,
  port,
  assets,
}: LiveOptions): Promise<LiveServer> {
  const app = new Hono();
  const drawing = new Drawing(workspace);
  app.onError(errorResponse);
  app.notFound((context) => context.json({ error: `There is no ${context.req.path}.` }, 404));
  app.use(guard(() => (server.address() as AddressInfo).port));
  app.route('/', eventRoutes(hub));
  app.route('/', studyRoutes(workspace, controls, hub));
  app.route('/', stepRoutes(workspace));
  app.route('/', runRoutes(workspace));
  app.route('/', drawRoutes(drawing));
  app.route('/', assetRoutes(assets));
  const server = createAdaptorServer({
    fetch: async (request) => withHeaders(await app.fetch(request)),
    hostname: HOST,
    serverOptions: {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
    },
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, port);
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        // Pages that look on would keep it open.
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await drawing.close();
    },
  };
}

function listen(server: ReturnType<typeof createAdaptorServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)));
    server.listen(port, HOST, resolve);
  });
}

function portError(port: number, error: NodeJS.ErrnoException): Error {
  const reason = { EADDRINUSE: 'another program uses this port', EACCES: 'this port needs more rights' }[
    error.code ?? ''
  ];
  if (reason === undefined) return error;
  return new RestudyError(
    'bad-usage',
    `--port ${port}: ${reason}. Choose another one, or 0 for any that is free.`,
  );
}

/** What a request that cannot be served gets: one line, never a stack. */
function errorResponse(error: Error, context: Context): Response {
  if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
  if (error instanceof RestudyError) return context.json({ error: error.message }, 422);
  if (error instanceof StoreError) return context.json({ error: error.message }, 503);
  return context.json({ error: `This was not expected: ${error.message.split('\n')[0]}` }, 500);
}
