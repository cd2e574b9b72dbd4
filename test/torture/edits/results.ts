import { hasState, type Settled, type SettledEdge } from './settled.js';
import { WRAPPED_VALUE } from './write-stages.js';
import { MODULUS } from './write-things.js';

/**
 * What each step of a project comes to, worked out from the model.
 * @param evaluated what of it is evaluated when the study is loaded.
 */
export function rightResults(project: Settled, evaluated: ReadonlySet<string>): number[] {
  const things: number[] = [];
  const sum = (value: number, uses: readonly SettledEdge[]) =>
    uses.length === 0
      ? value
      : uses.reduce((before, { thing }) => before + 3 * things[thing]!, value) % MODULUS;
  const order = [
    ...project.things.filter((thing) => !hasState(thing)),
    ...project.things.filter((thing) => hasState(thing)),
  ];
  // State is changed by what has none; what reads state comes after it.
  const plain = new Set<number>();
  for (const thing of order) {
    if (!hasState(thing) && thing.uses.every((use) => plain.has(use.thing))) {
      plain.add(thing.index);
      things[thing.index] = sum(thing.value, thing.uses);
    }
  }
  for (const thing of project.things) {
    if (plain.has(thing.index)) continue;
    const effects = project.effects.flatMap((effect, at) =>
      effect.thing === thing.index && (effect.place === 'beside' || evaluated.has(`effect:${at}`))
        ? [sum(effect.value, effect.uses)]
        : [],
    );
    things[thing.index] = sum(thing.value, thing.uses) + effects.reduce((one, other) => one + other, 0);
  }
  const pieces = project.pieces.map(({ form, value, uses }) => {
    switch (form) {
      case 'spot-wrapped':
        return (sum(WRAPPED_VALUE, uses) + value) % MODULUS;
      case 'vouched':
        return (2 * sum(value, uses)) % MODULUS;
      default:
        return sum(value, uses);
    }
  });
  const results: number[] = [];
  for (const { stage: index, add, inputs, data, pieces: given } of project.steps) {
    const { form, value, uses, fallback, reads, takes } = project.stages[index]!;
    const { values } = project.data[data]!;
    const isWrapped = form === 'spot-wrapped';
    const read = reads === 'nothing' ? [] : reads === 'file' ? values.slice(0, 1) : values;
    const result =
      sum(isWrapped ? WRAPPED_VALUE : value, uses) +
      (add ?? fallback) +
      5 * inputs.reduce((before, input) => before + results[input]!, 0) +
      13 * read.reduce((one, other) => one + other, 0) +
      given.slice(0, takes).reduce((before, piece, at) => before + (7 + 4 * at) * pieces[piece]!, 0);
    results.push(isWrapped ? ((result % MODULUS) + value) % MODULUS : result % MODULUS);
  }
  return results;
}
