import type { LiveEvent, RunView } from '../../wire.js';

/** The run as it is after an event. A step's event before its run is known says nothing. */
export function afterEvent(run: RunView | null, event: LiveEvent): RunView | null {
  if (event.type === 'run') return event.run;
  return run && { ...run, states: { ...run.states, [event.step]: event.view } };
}
