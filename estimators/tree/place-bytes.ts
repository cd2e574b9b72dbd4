import { forestKernel } from '../../dist/kernels/forest.js';
import type { Work } from '../classifier.js';
import type { Address, HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import { type Dataset, encodeLabels } from '../matrix.js';
import { sortByClass } from './class-order.js';
import type { PlacedData } from './grow-job.js';

/** Rows that one task transposes: a multiple of a cache line, so that two tasks never write to the same one. */
const ROWS_PER_TASK = 2048;

/**
 * Lays a training set of bytes out in shared memory.
 * @param source u8[rows][columns]: what stands for its values
 */
export async function placeBytes(
  source: Address,
  { images, labels }: Dataset,
  work: Work,
  scope: HeapScope,
): Promise<PlacedData> {
  const { rows, columns } = images;
  const { classes, codes } = encodeLabels(labels);
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
