import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { StoreError } from '../../cache/store-error.js';
import { RestudyError } from '../../pipeline/errors.js';

/** What a request that cannot be served gets: one line, never a stack. */
export function errorResponse(error: Error, context: Context): Response {
  if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
  if (error instanceof RestudyError) return context.json({ error: error.message }, 422);
  if (error instanceof StoreError) return context.json({ error: error.message }, 503);
  return context.json({ error: `This was not expected: ${error.message.split('\n')[0]}` }, 500);
}
