import { decodeArtifact } from '../../cache/artifact/codec.js';
import type { Store } from '../../cache/store.js';
import type { GridResult } from '../../estimators/model-selection/grid-result.js';
import type { SettledState } from '../../pipeline/run/events.js';
import type { PlacedStep } from '../../pipeline/study/step.js';
import type { DataDescription, Scores } from '../../stages/facts.js';

/** The stages that search params, by name; what they found is their output `result`. */
export const SEARCHES: readonly string[] = ['grid-search', 'randomized-search'];

/** How a model did, beside the figure of the notebook that the study was seeded from. */
export interface ModelFigures {
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
  readonly seedAccuracy: number | null;
}

/** The best candidate of a search. */
export type SearchFigures = Pick<GridResult, 'bestParams' | 'bestScore' | 'scoring'>;

/**
 * The figures of each model that the run evaluated: the step that gives the model -> figures. Of a model that is evaluated
 * several times, the further ones are under the steps that evaluate it.
 */
export function modelFigures(
  study: string,
  steps: readonly PlacedStep[],
  states: ReadonlyMap<string, SettledState>,
  store: Store,
): Map<string, ModelFigures> {
  const seeds = seedAccuraciesOf(study, dataName(states, store));
  const figures = new Map<string, ModelFigures>();
  for (const { id, stage, inputs } of steps) {
    const state = states.get(id);
    if (stage.name !== 'evaluate' || !state) continue;
    const scores = outputOf(state, 'scores', store) as Scores | undefined;
    if (!scores) continue;
    const model = inputs['model']?.step;
    const { accuracy, correct, total } = scores;
    const shownAt = model === undefined || figures.has(model) ? id : model;
    figures.set(shownAt, { accuracy, correct, total, seedAccuracy: seeds[shownAt] ?? null });
  }
  return figures;
}

/** What each search of the run found: step -> the best candidate's params and mean score. */
export function gridFigures(
  steps: readonly PlacedStep[],
  states: ReadonlyMap<string, SettledState>,
  store: Store,
): Map<string, SearchFigures> {
  const figures = new Map<string, SearchFigures>();
  for (const { id, stage } of steps) {
    const state = states.get(id);
    const result = SEARCHES.includes(stage.name) && state ? outputOf(state, 'result', store) : undefined;
    if (result) figures.set(id, result as GridResult);
  }
  return figures;
}

/** What the data is called, by the step that fetched it. */
function dataName(states: ReadonlyMap<string, SettledState>, store: Store): string {
  const fetched = [...states.values()].find(
    (state) => (state.state === 'hit' || state.state === 'ran') && state.record.stage === 'fetch',
  );
  const description = fetched && (outputOf(fetched, 'description', store) as DataDescription | undefined);
  return description?.name ?? '';
}

function outputOf(state: SettledState, output: string, store: Store): unknown {
  if (state.state !== 'hit' && state.state !== 'ran') return undefined;
  const hash = state.record.outputs[output];
  const bytes = hash && store.readArtifact(hash);
  return bytes && decodeArtifact(bytes);
}

const NOTEBOOK: Readonly<Record<string, number>> = {
  svm: 0.9614,
  rf: 0.9673,
  vote: 0.9693,
  'svm-tuned': 0.9678,
  'rf-tuned': 0.9688,
  'final-vote': 0.9825,
};

/**
 * The accuracies of the notebook that the shipped study was seeded from, to compare with: model's step -> accuracy. It was
 * about MNIST: other studies, and models of other data, have none.
 */
export function seedAccuraciesOf(study: string, dataName: string): Readonly<Record<string, number>> {
  return study === 'mnist' && dataName === 'mnist_784' ? NOTEBOOK : {};
}
