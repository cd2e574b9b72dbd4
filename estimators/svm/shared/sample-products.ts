import { Products } from '../../../dist/kernels/records/svm.js';
import { svmKernel } from '../../../dist/kernels/svm.js';
import { severalClassMembers } from '../../class-members.js';
import type { HeapScope } from '../../compute/heap.js';
import { runLanes } from '../../compute/lanes.js';
import { placeRecord } from '../../compute/record.js';
import type { Work } from '../../compute/work.js';
import type { Dataset } from '../../matrix.js';
import type { PackedSamples } from '../../rows/packing.js';
import { packForKernel } from '../solve/sample-set.js';

/**
 * Where the integer products of all samples of a data set with one another are: an array each over the samples, in
 * data order. The product of two samples is the i32 at rows[a] + 4 columns[b], if b's class is a's or a later one.
 */
export interface SampleProducts {
  readonly columns: Uint32Array;
  /** Addresses. */
  readonly rows: Uint32Array;
  /** Each sample's product with itself. */
  readonly norms: Uint32Array;
}

/** Samples whose rows are computed in a task: ten milliseconds. */
const TASK_ROWS = 512;

/**
 * Multiplies all samples of a data set with one another. The products take up about 2 bytes a pair of samples, and
 * belong to `scope`.
 */
export async function multiplySamples(
  { images, labels }: Dataset,
  scope: HeapScope,
  work: Work,
): Promise<SampleProducts> {
  const { compute, signal } = work;
  const { heap } = compute;
  const { members } = severalClassMembers(labels);
  const scratchScope = heap.scope();
  try {
    const samples = await packForKernel(images, members, scratchScope, { compute, signal });
    const rowOfColumn = placeRows(samples, scope);
    const groups = samples.groups.flatMap(({ firstColumn, columns }) => [firstColumn, columns]);
    const products = placeRecord(
      Products,
      {
        source: samples.source,
        features: samples.features,
        packed: samples.packed,
        order: samples.order,
        classCount: samples.groups.length,
        groups: scratchScope.copy(Uint32Array.from(groups)),
        rows: scratchScope.copy(rowOfColumn),
      },
      scratchScope,
    );
    const scratchBytes = await compute.call(svmKernel, 'multiplyScratchBytes', images.columns);
    const scratch = Array.from({ length: compute.threads }, () => scratchScope.allocate(scratchBytes));
    // The first classes have the longest rows.
    const tasks = samples.groups.flatMap(({ count, firstColumn }, own) =>
      Array.from({ length: Math.ceil(count / TASK_ROWS) }, (_, task) => {
        const done = task * TASK_ROWS;
        return { own, first: firstColumn + done, count: Math.min(TASK_ROWS, count - done) };
      }),
    );
    await runLanes(tasks, work, ({ own, first, count }, lane) =>
      compute.call(svmKernel, 'multiply', products, own, first, count, scratch[lane]!),
    );
    const byColumn = { rows: rowOfColumn, norms: heap.uint32(samples.norms, rowOfColumn.length) };
    return inDataOrder(members, samples, byColumn);
  } finally {
    scratchScope.release();
  }
}

/**
 * Room for the rows: a row has the products with its own class and those after it. Returns the address of each
 * column's row, less what the row lacks in front, so that it counts from the first column.
 */
function placeRows({ groups, columns: side }: PackedSamples, scope: HeapScope): Uint32Array {
  const rows = new Uint32Array(side);
  for (const { count, firstColumn } of groups) {
    const bytes = (side - firstColumn) * 4;
    const address = scope.allocate(count * bytes);
    for (let row = 0; row < count; row++) rows[firstColumn + row] = address + row * bytes - firstColumn * 4;
  }
  return rows;
}

function inDataOrder(
  members: readonly Uint32Array[],
  { groups }: PackedSamples,
  byColumn: { readonly rows: Uint32Array; readonly norms: Uint32Array },
): SampleProducts {
  const samples = members.reduce((sum, { length }) => sum + length, 0);
  const columns = new Uint32Array(samples);
  for (const [index, { firstColumn }] of groups.entries()) {
    for (const [place, sample] of members[index]!.entries()) columns[sample] = firstColumn + place;
  }
  return {
    columns,
    rows: columns.map((column) => byColumn.rows[column]!),
    norms: columns.map((column) => byColumn.norms[column]!),
  };
}
