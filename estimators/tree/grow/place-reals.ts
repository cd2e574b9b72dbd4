import { realtreesKernel } from '../../../dist/kernels/realtrees.js';
import { SORT_COUNTS } from '../../../dist/kernels/records/trees.js';
import type { Address, HeapScope } from '../../compute/heap.js';
import { runLanes } from '../../compute/lanes.js';
import type { Work } from '../../compute/work.js';
import type { RealDataset } from '../../matrix.js';
import { type PlacedSamples, placeSamples } from './placed-samples.js';

/** How a tree's splits are found: scikit-learn's BestSplitter or its RandomSplitter. */
export type Splitter = 'best' | 'random';

/** A training set of doubles in shared memory, laid out by feature to grow trees on (assembly/trees/reals/place.ts). */
export interface PlacedReals extends PlacedSamples {
  /** u32[columns][rows]: ranks for the best splits, keys for random ones. */
  readonly numbers: Address;
  /** f32[columns][rows]: the values of the ranks, if there are any. */
  readonly values?: Address;
}

/** Lays a training set out in shared memory, a feature after the other, on all threads. */
export async function placeReals(
  splitter: Splitter,
  train: RealDataset,
  work: Work,
  scope: HeapScope,
): Promise<PlacedReals> {
  const { compute } = work;
  const samples = placeSamples(train, scope);
  const { rows, columns, order } = samples;
  const source = scope.share(train.images.data);
  const features = Array.from({ length: columns }, (_, feature) => feature);
  const quietly = { ...work, onProgress: undefined };
  if (splitter === 'random') {
    const keys = scope.allocate(4 * rows * columns);
    await runLanes(features, quietly, (feature) =>
      compute.call(
        realtreesKernel,
        'keyColumn',
        ...[source, columns, feature, order, rows, keys + 4 * rows * feature],
      ),
    );
    return { ...samples, numbers: keys };
  }
  const ranks = scope.allocate(4 * rows * columns);
  const values = scope.allocate(4 * rows * columns);
  const sorting = compute.heap.scope();
  try {
    const lanes = Array.from({ length: compute.threads }, () => [
      sorting.allocate(8 * rows),
      sorting.allocate(8 * rows),
      sorting.allocate(4 * SORT_COUNTS),
    ]);
    await runLanes(features, quietly, (feature, lane) => {
      const column = 4 * rows * feature;
      return compute.call(
        realtreesKernel,
        'rankColumn',
        ...[source, columns, feature, order, rows, ranks + column, values + column, ...lanes[lane]!],
      );
    });
  } finally {
    sorting.release();
  }
  return { ...samples, numbers: ranks, values };
}
