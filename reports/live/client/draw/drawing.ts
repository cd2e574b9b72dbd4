import { computed, signal } from '@preact/signals';
import { MOST_POINTS, MOST_STROKES, type Point, type Stroke } from '../../draw/strokes.js';
import type { DrawingContent } from '../../draw/wire.js';
import { isNear } from './pen.js';

// The drawing as it is, and what the models make of it. It stays while other pages are looked at.

export const strokes = signal<readonly Stroke[]>([]);
/** What is known of a drawing: mostly of this one, and while it is being drawn of one a moment ago. */
export const content = signal<DrawingContent | undefined>(undefined);
/** Whether the models have yet to say what they make of the drawing as it is. */
export const isAsking = signal(false);
/** Why nothing is known of it, in a sentence. */
export const problem = signal<string | undefined>(undefined);

export const isBlank = computed(() => strokes.value.length === 0);
const pointCount = computed(() => strokes.value.reduce((sum, { length }) => sum + length, 0));
const isFull = computed(() => pointCount.value >= MOST_POINTS);

/** Puts the pen down. Returns whether there is room for one more stroke. */
export function beginStroke(point: Point): boolean {
  if (isFull.value || strokes.value.length >= MOST_STROKES) return false;
  strokes.value = [...strokes.value, [point]];
  return true;
}

/** Moves the pen on. */
export function continueStroke(points: readonly Point[]): void {
  const stroke = [...(strokes.value.at(-1) ?? [])];
  const room = MOST_POINTS - pointCount.value;
  let added = 0;
  for (const point of points) {
    const last = stroke.at(-1);
    if (added === room || (last && isNear(point, last))) continue;
    stroke.push(point);
    added++;
  }
  if (added > 0) strokes.value = [...strokes.value.slice(0, -1), stroke];
}

export function undo(): void {
  strokes.value = strokes.value.slice(0, -1);
}

export function clear(): void {
  strokes.value = [];
}
