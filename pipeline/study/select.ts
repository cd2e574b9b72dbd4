import { RestudyError } from '../errors.js';
import { suggest } from '../nearest.js';
import type { PlacedStep } from './step.js';

/** These steps and all that they need, in an order they can run in; all steps if none is named. */
export function selectSteps<S extends PlacedStep>(steps: readonly S[], wanted: readonly string[]): S[] {
  const ids = steps.map(({ id }) => id);
  for (const id of wanted) {
    if (!ids.includes(id))
      throw new RestudyError('bad-usage', `There is no step "${id}". ${suggest(id, ids)}`);
  }
  if (wanted.length === 0) return [...steps];
  const needed = new Set(wanted);
  // Steps stand in an order they can run in, so one pass from the end finds everything needed.
  for (const step of [...steps].reverse()) {
    if (needed.has(step.id)) for (const output of Object.values(step.inputs)) needed.add(output.step);
  }
  return steps.filter(({ id }) => needed.has(id));
}
