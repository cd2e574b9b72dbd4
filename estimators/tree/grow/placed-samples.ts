import type { Address, HeapScope } from '../../compute/heap.js';
import { type Dataset, encodeLabels } from '../../matrix.js';

/** A training set's samples in shared memory, in the order in which trees are grown on them. */
export interface PlacedSamples {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  /** u32[rows]: the sample of the data set at each place. The samples are placed by class. */
  readonly order: Address;
  /** u8[rows]: the class of the sample at each place. */
  readonly labels: Address;
}

/**
 * Places samples class by class: those of a node are mostly of a few classes, so what it reads lies closer together. No
 * result depends on it.
 */
export function placeSamples({ images, labels }: Dataset, scope: HeapScope): PlacedSamples {
  const { rows, columns } = images;
  const { classes, codes } = encodeLabels(labels);
  const order = sortByClass(codes, classes.length);
  return {
    rows,
    columns,
    classes: classes.length,
    order: scope.copy(order),
    labels: scope.copy(Uint8Array.from(order, (sample) => codes[sample]!)),
  };
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
