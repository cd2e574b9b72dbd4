import type { Store } from '../../cache/store.js';
import type { SettledState } from '../../pipeline/run/events.js';
import type { PlacedStep } from '../../pipeline/study/step.js';
import { gridFigures, type ModelFigures, modelFigures, type SearchFigures } from './results.js';

/** What came of a step in a run, as data: a view can show it without a store. */
export interface StepResult {
  readonly step: string;
  readonly outcome: SettledState['state'] | 'not run';
  /** How long it took when it ran, in this run or an earlier one; null if it came to nothing. */
  readonly seconds: number | null;
  /** A model's figures on the test samples: those of the step that evaluates it. */
  readonly scores?: ModelFigures;
  /** The best candidate of a search. */
  readonly grid?: SearchFigures;
}

/** The results of the steps of a study's run, in their order. */
export function stepResults(
  study: string,
  steps: readonly PlacedStep[],
  states: ReadonlyMap<string, SettledState>,
  store: Store,
): StepResult[] {
  const models = modelFigures(study, steps, states, store);
  const grids = gridFigures(steps, states, store);
  return steps.map(({ id }) => {
    const state = states.get(id);
    const scores = models.get(id);
    const grid = grids.get(id);
    return {
      step: id,
      outcome: state?.state ?? 'not run',
      seconds: state?.state === 'hit' || state?.state === 'ran' ? state.record.circumstances.seconds : null,
      ...(scores ? { scores } : {}),
      ...(grid ? { grid: bestOf(grid) } : {}),
    };
  });
}

/** These figures alone, of all that a search found. */
function bestOf({ bestParams, bestScore, scoring }: SearchFigures): SearchFigures {
  return { bestParams, bestScore, ...(scoring ? { scoring } : {}) };
}
