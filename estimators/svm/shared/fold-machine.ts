import type { Machine } from '../../../dist/kernels/records/svm.js';
import type { HeapScope } from '../../compute/heap.js';
import type { FieldsOf } from '../../compute/record.js';
import type { Labels } from '../../matrix.js';
import type { Pair } from '../solve/pair.js';

/**
 * A machine for labels only, whose vectors are all training samples, by their column. Its terms and its rho are
 * yet to be filled in: by the kernel, straight from the solved pairs (assembly/svm/predict/list-terms.ts).
 */
export function foldMachine(
  classes: Labels,
  pairs: readonly Pair[],
  scope: HeapScope,
): FieldsOf<typeof Machine> {
  const most = pairs.reduce((sum, { count }) => sum + count, 0);
  return {
    classCount: classes.length,
    labels: scope.copy(classes),
    termStarts: scope.allocate((pairs.length + 1) * 4),
    termVectors: scope.allocate(most * 4),
    termCoefficients: scope.allocate(most * 8),
    rho: scope.allocate(pairs.length * 8),
  };
}
