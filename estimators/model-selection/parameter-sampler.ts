import { type Distribution, drawFrom } from '../random/distributions.js';
import { RandomState } from '../random/random-state.js';
import { sampleWithoutReplacement } from '../random/sample-without-replacement.js';
import type { GridPoint } from './parameter-grid.js';

/** For each parameter the values to draw from, each as likely as the others, or a distribution of numbers. */
export type ParameterDistributions = Readonly<Record<string, readonly unknown[] | Distribution>>;

/** The largest grid that can be drawn from. */
const MOST_POINTS = 0xffffffff;

/**
 * Draws `nIter` combinations: the very ones, in their order, of scikit-learn 1.2.1's
 * `ParameterSampler(distributions, nIter, random_state=randomState)`. If all parameters have lists, no combination comes
 * twice, and if there are fewer than `nIter`, all of them come. Otherwise each is drawn on its own, the parameters in
 * the order of their names.
 *
 * Throws a RangeError for an `nIter` that is no integer of at least 1, an empty list, a distribution that `drawFrom`
 * refuses, a seed that `RandomState` refuses, or more than 2^32 - 1 combinations of lists.
 */
export function parameterSampler(
  distributions: ParameterDistributions,
  nIter: number,
  randomState: number,
): GridPoint[] {
  if (!Number.isInteger(nIter) || nIter < 1) {
    throw new RangeError(`nIter must be an integer of at least 1; got ${nIter}.`);
  }
  const random = new RandomState(randomState);
  const names = Object.keys(distributions).sort();
  const lists = new Map<string, readonly unknown[]>();
  for (const name of names) {
    const values = distributions[name]!;
    if (!isList(values)) continue;
    if (values.length === 0)
      throw new RangeError(`${name} must have at least one value to draw from; got none.`);
    lists.set(name, values);
  }
  if (lists.size === names.length) return drawPoints(lists, nIter, random);
  return Array.from({ length: nIter }, () => {
    const values = names.map((name) => {
      const from = distributions[name]!;
      return isList(from) ? from[random.randint(0, from.length)] : drawFrom(from, random);
    });
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
  });
}

function isList(values: readonly unknown[] | Distribution): values is readonly unknown[] {
  return Array.isArray(values);
}

function drawPoints(
  lists: ReadonlyMap<string, readonly unknown[]>,
  nIter: number,
  random: RandomState,
): GridPoint[] {
  const count = [...lists.values()].reduce((product, { length }) => product * length, 1);
  if (count > MOST_POINTS) {
    throw new RangeError(
      `The lists have ${count} combinations; at most ${MOST_POINTS} can be drawn from. Make a list shorter.`,
    );
  }
  const drawn = sampleWithoutReplacement(count, Math.min(nIter, count), random);
  return Array.from(drawn, (index) => pointAt(lists, index));
}

/** The combination at a place in the order of `parameterGrid`: the last parameter varies fastest. */
function pointAt(lists: ReadonlyMap<string, readonly unknown[]>, index: number): GridPoint {
  const point: [string, unknown][] = [];
  let rest = index;
  for (const [name, values] of [...lists].reverse()) {
    point.push([name, values[rest % values.length]]);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(point.reverse());
}
