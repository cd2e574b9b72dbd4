import type { HeapScope } from '../compute/heap.js';
import type { Labels } from '../matrix.js';
import type { PackedGroup } from './packing.js';
import type { MachineRecord } from './records.js';
import type { SolvedPair } from './solve-pairs.js';

/**
 * A machine for labels, straight from the solved pairs. Its vectors are all training samples, by their column; a
 * term with a zero coefficient changes no sum and is left out.
 */
export function foldMachine(
  classes: Labels,
  groups: readonly PackedGroup[],
  pairs: readonly SolvedPair[],
  scope: HeapScope,
): MachineRecord {
  const most = pairs.reduce((sum, { coefficients }) => sum + coefficients.length, 0);
  const starts = new Uint32Array(pairs.length + 1);
  const vectors = new Uint32Array(most);
  const terms = new Float64Array(most);
  let end = 0;
  const addTerms = ({ firstColumn }: PackedGroup, coefficients: Float64Array) => {
    for (let place = 0; place < coefficients.length; place++) {
      const coefficient = coefficients[place]!;
      if (coefficient === 0) continue;
      vectors[end] = firstColumn + place;
      terms[end++] = coefficient;
    }
  };
  let pair = 0;
  for (const [index, first] of groups.entries()) {
    for (const second of groups.slice(index + 1)) {
      const { coefficients } = pairs[pair++]!;
      addTerms(first, coefficients.subarray(0, first.count));
      addTerms(second, coefficients.subarray(first.count));
      starts[pair] = end;
    }
  }
  return [
    ...new Array<number>(8).fill(0),
    classes.length,
    scope.copy(classes),
    scope.copy(starts),
    scope.copy(vectors.subarray(0, end)),
    scope.copy(terms.subarray(0, end)),
    scope.copy(Float64Array.from(pairs, ({ rho }) => rho)),
    0,
    0,
  ] as MachineRecord;
}
