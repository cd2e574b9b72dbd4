import { forestKernel } from '../../dist/kernels/forest.js';
import { pixelsOf } from '../check-data.js';
import type { Work } from '../classifier.js';
import type { HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import { type Dataset, encodeLabels } from '../matrix.js';
import { checkTrain } from './check-data.js';
import { openGrowLane, type PlacedData } from './grow-job.js';
import type { TreeShape } from './params.js';
import type { Tree } from './tree.js';

/** Rows that one task transposes: a multiple of a cache line, so that two tasks never write to the same one. */
const ROWS_PER_TASK = 2048;

/**
 * Grows one tree for each seed, each exactly as scikit-learn's DecisionTreeClassifier with this `random_state`
 * does, on a bootstrap sample drawn from the same seed if `bootstrap` is set (as in its forests). A tree
 * depends on nothing but the shape, its seed and the data, so any subset of a forest's trees can be grown.
 *
 * @param onTree called as each tree is done, in any order, with its index in `seeds`
 * @throws RangeError if the data set is empty or its parts do not fit together
 */
export async function growTrees(
  params: TreeShape & { readonly bootstrap: boolean },
  seeds: ArrayLike<number>,
  train: Dataset,
  work: Work,
  onTree?: (index: number, tree: Tree) => void,
): Promise<Tree[]> {
  checkTrain(train);
  const { compute } = work;
  const scope = compute.heap.scope();
  try {
    const data = await placeData(train, work, scope);
    const laneCount = Math.min(compute.threads, seeds.length);
    const lanes = Array.from({ length: laneCount }, () => openGrowLane(scope, compute.heap, data, params));
    const tasks = Array.from(seeds, (seed, index) => ({ seed, index }));
    return await runLanes(tasks, work, async ({ seed, index }, laneNumber) => {
      const lane = lanes[laneNumber]!;
      const nodes = await compute.call(forestKernel, 'growTree', lane.job, seed, params.bootstrap ? 1 : 0);
      const tree = lane.harvest(nodes);
      onTree?.(index, tree);
      return tree;
    });
  } finally {
    scope.release();
  }
}

/** Lays a training set out in shared memory. */
export async function placeData(
  { images, labels }: Dataset,
  work: Work,
  scope: HeapScope,
): Promise<PlacedData> {
  const { rows, columns } = images;
  const { classes, codes } = encodeLabels(labels);
  const source = scope.share(pixelsOf(images).data);
  const order = sortByClass(codes, classes.length);
  const data: PlacedData = {
    rows,
    columns,
    classes: classes.length,
    rowBytes: Math.ceil(columns / 128) * 128,
    maskBytes: Math.ceil(columns / 128) * 16,
    stride: Math.ceil(rows / 64) * 64,
    order: scope.copy(order),
    labels: scope.copy(Uint8Array.from(order, (sample) => codes[sample]!)),
    bySample: scope.allocate(rows * Math.ceil(columns / 128) * 128),
    masks: scope.allocate(rows * Math.ceil(columns / 128) * 16),
    byFeature: scope.allocate(Math.ceil(columns / 128) * 128 * Math.ceil(rows / 64) * 64),
  };
  const tiles = Array.from({ length: work.compute.threads }, () => scope.allocate(256 + 4 * 64));
  const tasks = Array.from({ length: Math.ceil(rows / ROWS_PER_TASK) }, (_, i) => i * ROWS_PER_TASK);
  await runLanes(tasks, { ...work, onProgress: undefined }, (from, lane) => {
    const to = Math.min(rows, from + ROWS_PER_TASK);
    return work.compute.call(
      forestKernel,
      'placeRows',
      ...[source, columns, data.order, from, to, data.bySample, data.rowBytes],
      ...[data.masks, data.maskBytes, data.byFeature, data.stride, tiles[lane]!],
    );
  });
  return data;
}

/** The samples' indices, class by class. */
function sortByClass(codes: Uint8Array, classes: number): Uint32Array {
  const next = new Uint32Array(classes + 1);
  for (const code of codes) next[code + 1]!++;
  for (let code = 0; code < classes; code++) next[code + 1]! += next[code]!;
  const order = new Uint32Array(codes.length);
  for (const [sample, code] of codes.entries()) order[next[code]!++] = sample;
  return order;
}
