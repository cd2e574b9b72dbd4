import { secondsLeft } from '../../../../pipeline/run/time-left.js';
import type { PlannedView, StepView } from '../../wire.js';

/** How far a run is as a whole. */
export interface Progress {
  /** Steps that are through, of all. */
  readonly through: number;
  readonly total: number;
  /** The share of the work that is done, 0 to 1, by how long each step took when it ran last. */
  readonly fraction: number;
  /** Null while nobody knows. */
  readonly secondsLeft: number | null;
}

const THROUGH: readonly StepView['state'][] = ['hit', 'ran', 'failed', 'skipped'];

export function isThrough({ state }: StepView): boolean {
  return THROUGH.includes(state);
}

/**
 * Hits cost nothing and count for nothing. A step that never ran counts as much as the others on average; where none of
 * them ever ran, how long the rest will take is not known.
 * @param plan how long steps took when they ran last.
 * @param elapsed seconds since the run started.
 */
export function progressOf(
  states: ReadonlyMap<string, StepView>,
  plan: readonly PlannedView[],
  elapsed: number,
): Progress {
  const through = [...states.values()].filter(isThrough).length;
  const counting = [...states].filter(([, { state }]) => state !== 'hit');
  const last = new Map(plan.map(({ step, lastSeconds }) => [step, lastSeconds]));
  const known = counting.flatMap(([step]) => last.get(step) ?? []);
  const average = known.length > 0 ? known.reduce((sum, seconds) => sum + seconds, 0) / known.length : 1;
  let [done, all] = [0, 0];
  for (const [step, state] of counting) {
    const seconds = last.get(step) ?? average;
    all += seconds;
    done += seconds * (isThrough(state) ? 1 : (state.fraction ?? 0));
  }
  const fraction = all > 0 ? done / all : through / Math.max(1, states.size);
  return {
    through,
    total: states.size,
    fraction,
    secondsLeft: known.length > 0 && fraction < 1 ? secondsLeft(fraction, elapsed) : null,
  };
}
