import { isSettled, type StepState } from '../../../pipeline/run/events.js';
import type { RunOutline } from '../../process/run-outline.js';

/**
 * Seconds until the end of a run, if each step takes as long as it did last and as many run at once as may: the steps
 * are taken in their order, each as soon as those before it are through and a place is free. Null if of some step
 * that is to come nobody knows how long it takes. Steps that turn out to be hits bring the end nearer.
 */
export function runSecondsLeft(
  { steps, jobs }: RunOutline,
  stateOf: (step: string) => StepState,
): number | null {
  /** step -> seconds from now until it is through */
  const through = new Map<string, number>();
  /** For each place, when it is free. */
  const places: number[] = [];
  const open = [];
  for (const one of steps) {
    const state = stateOf(one.step);
    if (isSettled(state)) through.set(one.step, 0);
    else if (state.state !== 'running') open.push(one);
    else {
      const left =
        state.secondsLeft ?? (one.lastSeconds === null ? null : (1 - state.fraction) * one.lastSeconds);
      if (left === null) return null;
      through.set(one.step, left);
      places.push(left);
    }
  }
  while (places.length < jobs) places.push(0);
  while (open.length > 0) {
    const starts = open.map(({ after }) =>
      Math.max(0, ...after.map((step) => through.get(step) ?? Infinity)),
    );
    const earliest = starts.indexOf(Math.min(...starts));
    const [one] = open.splice(earliest, 1);
    if (one === undefined || one.lastSeconds === null) return null;
    const place = places.indexOf(Math.min(...places));
    const end = Math.max(starts[earliest]!, places[place]!) + one.lastSeconds;
    places[place] = end;
    through.set(one.step, end);
  }
  return Math.max(0, ...through.values());
}
