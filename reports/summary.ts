import type { Store } from '../cache/store.js';
import type { SettledState } from '../pipeline/events.js';
import type { PlacedStep } from '../pipeline/study.js';
import { gridFigures, modelFigures } from './results.js';
import { type Column, table } from './table.js';
import { duration, thousands } from './words.js';

const COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left' },
  { title: 'accuracy', align: 'right' },
  { title: 'correct', align: 'right' },
  { title: 'seed', align: 'right' },
  { title: 'difference', align: 'right' },
  { title: 'seconds', align: 'right' },
  { title: 'outcome', align: 'left' },
];

/**
 * The table at the end of a run. A model's line shows how the model did on the test samples (its `evaluate`
 * step) beside the seed's figure; a grid search's line shows its best score. Seconds are those the step took
 * when it ran.
 */
export function summary(
  steps: readonly PlacedStep[],
  states: ReadonlyMap<string, SettledState>,
  store: Store,
  paint?: (title: string) => string,
): string {
  const models = modelFigures(states, store);
  const grids = gridFigures(steps, states, store);
  const rows = steps.map(({ id }) => {
    const state = states.get(id);
    const seconds =
      state?.state === 'hit' || state?.state === 'ran' ? duration(state.record.circumstances.seconds) : '';
    const outcome = state?.state ?? 'not run';
    const model = models.get(id);
    if (model) {
      const { accuracy, correct, total, seedAccuracy } = model;
      const [seed, difference] = compare(accuracy, seedAccuracy);
      return [
        id,
        percent(accuracy),
        `${thousands(correct)} / ${thousands(total)}`,
        seed,
        difference,
        seconds,
        outcome,
      ];
    }
    const grid = grids.get(id);
    if (grid) {
      const best = Object.entries(grid.bestParams).map(([name, value]) => `${name}=${value}`);
      return [id, percent(grid.bestScore), best.join(' '), '', '', seconds, outcome];
    }
    return [id, '', '', '', '', seconds, outcome];
  });
  return table(COLUMNS, rows, paint);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

/** The seed's figure, and how many points the accuracy, rounded as that figure is, lies above it. */
function compare(accuracy: number, seed: number | null): [string, string] {
  if (seed === null) return ['', ''];
  const points = Math.round(accuracy * 10_000) - Math.round(seed * 10_000);
  return [
    percent(seed),
    points === 0 ? '0.00' : `${points > 0 ? '+' : '-'}${(Math.abs(points) / 100).toFixed(2)}`,
  ];
}
