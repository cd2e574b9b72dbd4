import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
/** A file of the page: a name, without any folder. */
const NAME = /^[\w-]+\.(?<type>\w+)$/;

/** The page and its files, from the folder that they were built into. */
export function assetRoutes(folder: URL): Hono {
  return new Hono()
    .get('/', () => asset(folder, 'page.html'))
    .get('/:name', (context) => asset(folder, context.req.param('name')));
}

function asset(folder: URL, name: string): Response {
  const type = TYPES[NAME.exec(name)?.groups?.['type'] ?? ''];
  if (type === undefined) throw noFile(name);
  try {
    return new Response(readFileSync(new URL(name, folder)), { headers: { 'Content-Type': type } });
  } catch {
    throw noFile(name);
  }
}

function noFile(name: string): HTTPException {
  return new HTTPException(404, { message: `There is no file "${name}".` });
}
