import { realtreesKernel } from '../../dist/kernels/realtrees.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import { encodeLabels, type RealDataset } from '../matrix.js';
import { sortByClass } from './class-order.js';
import type { PlacedData } from './grow-job.js';

/** How a tree's splits are found: scikit-learn's BestSplitter or its RandomSplitter. */
export type Splitter = 'best' | 'random';

/** A training set of doubles in shared memory, laid out by feature to grow trees on (assembly/realtrees/place.ts). */
export interface PlacedReals {
  /** What does not depend on the kind of values. */
  readonly data: PlacedData;
  /** What the kernel that grows takes: the ranks and their values for the best splits, the keys for random ones. */
  readonly columns: readonly Address[];
}

/** Lays a training set out in shared memory, a feature after the other, on all threads. */
export async function placeReals(
  splitter: Splitter,
  { images, labels }: RealDataset,
  work: Work,
  scope: HeapScope,
): Promise<PlacedReals> {
  const { rows, columns } = images;
  const { compute } = work;
  const { classes, codes } = encodeLabels(labels);
  const order = sortByClass(codes, classes.length);
  const data: PlacedData = {
    rows,
    columns,
    classes: classes.length,
    order: scope.copy(order),
    labels: scope.copy(Uint8Array.from(order, (sample) => codes[sample]!)),
    // Only trees on bytes have these.
    ...{ rowBytes: 0, maskBytes: 0, stride: 0, bySample: 0, masks: 0, byFeature: 0 },
  };
  const source = scope.share(images.data);
  const features = Array.from({ length: columns }, (_, feature) => feature);
  const quietly = { ...work, onProgress: undefined };
  if (splitter === 'random') {
    const keys = scope.allocate(4 * rows * columns);
    await runLanes(features, quietly, (feature) =>
      compute.call(
        realtreesKernel,
        'keyColumn',
        ...[source, columns, feature, data.order, rows, keys + 4 * rows * feature],
      ),
    );
    return { data, columns: [keys] };
  }
  const ranks = scope.allocate(4 * rows * columns);
  const values = scope.allocate(4 * rows * columns);
  const sorting = compute.heap.scope();
  try {
    const lanes = Array.from({ length: compute.threads }, () => [
      sorting.allocate(8 * rows),
      sorting.allocate(8 * rows),
      sorting.allocate(4 * 2048),
    ]);
    await runLanes(features, quietly, (feature, lane) => {
      const column = 4 * rows * feature;
      return compute.call(
        realtreesKernel,
        'rankColumn',
        ...[source, columns, feature, data.order, rows, ranks + column, values + column, ...lanes[lane]!],
      );
    });
  } finally {
    sorting.release();
  }
  return { data, columns: [ranks, values] };
}
