import type { HeapScope } from '../compute/heap.js';
import type { Labels } from '../matrix.js';
import type { Pair } from './pair.js';
import type { MachineRecord } from './records.js';

/**
 * A machine for labels only, whose vectors are all training samples, by their column. Its terms and its rho are
 * yet to be filled in: by the kernel, straight from the solved pairs (assembly/svm/list-terms.ts).
 */
export function foldMachine(classes: Labels, pairs: readonly Pair[], scope: HeapScope): MachineRecord {
  const most = pairs.reduce((sum, { count }) => sum + count, 0);
  return [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    classes.length,
    scope.copy(classes),
    scope.allocate((pairs.length + 1) * 4),
    scope.allocate(most * 4),
    scope.allocate(most * 8),
    scope.allocate(pairs.length * 8),
    0,
    0,
  ];
}
