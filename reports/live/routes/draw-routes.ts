import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { jsonBody } from '../body.js';
import type { Drawing } from '../draw/drawing.js';
import type { DrawingContent } from '../draw/wire.js';
import { drawingSchema } from './drawing-schema.js';

/** As many points as the schema allows take less. */
const MOST_BYTES = 256 * 1024;

const drawingBody = bodyLimit({
  maxSize: MOST_BYTES,
  onError: () => {
    throw new HTTPException(413, { message: `A drawing may have at most ${MOST_BYTES} bytes.` });
  },
});

/** `POST /api/drawing`: what the models make of strokes. One that is not waited for any more is not gone on with. */
export function drawRoutes(drawing: Drawing): Hono {
  return new Hono().post('/api/drawing', drawingBody, async (context) => {
    const { strokes, overrides } = await jsonBody(context, drawingSchema);
    const { signal } = context.req.raw;
    return context.json<DrawingContent>(await drawing.predict(strokes, overrides, signal));
  });
}
