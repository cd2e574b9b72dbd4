import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type * as z from 'zod';

const MOST_BYTES = 64 * 1024;

/** Refuses a larger body before it is read. */
export const smallBody = bodyLimit({
  maxSize: MOST_BYTES,
  onError: () => {
    throw new HTTPException(413, { message: `A body may have at most ${MOST_BYTES} bytes.` });
  },
});

/** The JSON of a request, checked. Forms of other pages can send no such content type. */
export async function jsonBody<Value>(context: Context, schema: z.ZodType<Value>): Promise<Value> {
  const type = context.req.header('content-type') ?? 'none';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new HTTPException(415, { message: `Content-Type must be application/json; got "${type}".` });
  }
  let body: unknown;
  try {
    body = await context.req.json();
  } catch {
    throw new HTTPException(400, { message: 'The body must be JSON; got something else.' });
  }
  const { data, error } = schema.safeParse(body);
  if (!error) return data;
  const [issue] = error.issues;
  throw new HTTPException(400, {
    message: `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'it is not what is expected'}.`,
  });
}
