import * as z from 'zod';
import { overridesSchema } from '../content/overrides.js';
import { MOST_POINTS, MOST_RADIUS, MOST_STROKES, PAD_SIDE } from '../draw/strokes.js';

/** A pen that leaves the pad is followed a little. */
const place = z
  .number()
  .min(-PAD_SIDE)
  .max(2 * PAD_SIDE);
const point = z.tuple([place, place, z.number().positive().max(MOST_RADIUS)]);

/** A drawing as a browser sends it: strokes, each of points [x, y, radius], and the params that were changed on the page. */
export const drawingSchema = z.strictObject({
  strokes: z
    .array(z.array(point).min(1).max(MOST_POINTS))
    .max(MOST_STROKES)
    .refine((strokes) => strokes.reduce((sum, { length }) => sum + length, 0) <= MOST_POINTS, {
      error: `a drawing has at most ${MOST_POINTS} points`,
    }),
  overrides: overridesSchema.default({}),
});
