import type { DrawingContent } from '../../draw/wire.js';
import { post } from '../state/api.js';
import { overrides } from '../state/state.js';
import { content, isAsking, problem, strokes } from './drawing.js';

let asking: AbortController | undefined;
let isBehind = false;

/**
 * Asks the models what they make of the drawing, one question at a time: while one is open, changes wait for its answer,
 * so that there is something to see while a stroke is being drawn.
 */
export function askModels(): void {
  if (asking) isBehind = true;
  else void ask();
}

/** Asks anew at once: the answer to what the drawing was before is of no use any more. */
export function askModelsAnew(): void {
  asking?.abort();
  void ask();
}

async function ask(): Promise<void> {
  const own = new AbortController();
  asking = own;
  isBehind = false;
  isAsking.value = true;
  try {
    const answer = await post<DrawingContent>(
      '/api/drawing',
      { strokes: strokes.value, overrides: overrides.value },
      own.signal,
    );
    if (asking !== own) return;
    content.value = answer;
    problem.value = undefined;
  } catch (error) {
    if (asking !== own) return;
    problem.value = error instanceof Error ? error.message : String(error);
  }
  asking = undefined;
  isAsking.value = isBehind;
  if (isBehind) void ask();
}
