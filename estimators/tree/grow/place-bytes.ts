import { forestKernel } from '../../../dist/kernels/forest.js';
import { ADDRESSES_BYTES, TILE_BYTES } from '../../../dist/kernels/records/trees.js';
import type { Address, HeapScope } from '../../compute/heap.js';
import { runLanes } from '../../compute/lanes.js';
import type { Work } from '../../compute/work.js';
import type { Dataset } from '../../matrix.js';
import { type PlacedSamples, placeSamples } from './placed-samples.js';

/** A training set of bytes in shared memory, laid out to grow trees on (assembly/trees/bytes/place.ts). */
export interface PlacedBytes extends PlacedSamples {
  /** Bytes of a row of `bySample`, of a row of `masks`, and of a column of `byFeature`. */
  readonly rowBytes: number;
  readonly maskBytes: number;
  readonly stride: number;
  readonly bySample: Address;
  readonly masks: Address;
  readonly byFeature: Address;
}

/** Rows that one task transposes: a multiple of a cache line, so that two tasks never write to the same one. */
const ROWS_PER_TASK = 2048;

/**
 * Lays a training set of bytes out in shared memory.
 * @param source u8[rows][columns]: what stands for its values
 */
export async function placeBytes(
  source: Address,
  train: Dataset,
  work: Work,
  scope: HeapScope,
): Promise<PlacedBytes> {
  const samples = placeSamples(train, scope);
  const { rows, columns } = samples;
  const rowBytes = Math.ceil(columns / 128) * 128;
  const maskBytes = rowBytes / 8;
  const stride = Math.ceil(rows / 64) * 64;
  const data: PlacedBytes = {
    ...samples,
    rowBytes,
    maskBytes,
    stride,
    bySample: scope.allocate(rows * rowBytes),
    masks: scope.allocate(rows * maskBytes),
    byFeature: scope.allocate(rowBytes * stride),
  };
  const tiles = Array.from({ length: work.compute.threads }, () =>
    scope.allocate(TILE_BYTES + ADDRESSES_BYTES),
  );
  const tasks = Array.from({ length: Math.ceil(rows / ROWS_PER_TASK) }, (_, i) => i * ROWS_PER_TASK);
  await runLanes(tasks, { ...work, onProgress: undefined }, (from, lane) => {
    const to = Math.min(rows, from + ROWS_PER_TASK);
    return work.compute.call(
      forestKernel,
      'placeRows',
      ...[source, columns, data.order, from, to, data.bySample, rowBytes],
      ...[data.masks, maskBytes, data.byFeature, stride, tiles[lane]!],
    );
  });
  return data;
}
