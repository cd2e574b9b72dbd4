import { svmKernel } from '../../dist/kernels/svm.js';
import type { Work } from '../classifier.js';
import type { HeapScope } from '../compute/heap.js';
import { runLanes } from '../compute/lanes.js';
import { phase } from '../compute/phase.js';
import type { Dataset, Labels } from '../matrix.js';
import { checkFinite } from './check-finite.js';
import { foldMachine } from './fold-machine.js';
import type { KernelGroup } from './kernel-groups.js';
import type { HeldRecord, MachineRecord } from './records.js';
import type { SampleProducts } from './sample-products.js';
import { type KnownSamples, sampleSetRecord, solvePairs } from './solve-pairs.js';

/** A part of a data set to fit on and another to predict. */
export interface Fold {
  readonly dataset: Dataset;
  readonly products: SampleProducts;
  readonly classes: Labels;
  /** Training samples of each class: rows of the data set. */
  readonly rows: readonly Uint32Array[];
  /** The samples to predict: rows of the data set. */
  readonly test: Uint32Array;
}

/** Samples that are predicted in a task: some milliseconds. A multiple of the rows that the kernel takes together. */
const TASK_SAMPLES = 104;
/** The training samples of a class are filled up to a multiple of this many columns. */
const FOUR = 4;
/** How much of the time is taken to be fitting. It only shapes the progress. */
const FITTING_SHARE = 0.8;

/**
 * The labels that each candidate of a group, fitted on the fold's training samples, predicts for its test samples:
 * what `fit` and `predict` give. Labels go by votes, so no probabilities are fitted.
 */
export async function foldLabels(fold: Fold, group: KernelGroup, work: Work): Promise<Labels[]> {
  const scope = work.compute.heap.scope();
  try {
    const samples = placeSamples(fold, scope);
    const candidates = group.candidates.map((params) => ({ ...params, probability: false }));
    const fitting = phase(work, 0, FITTING_SHARE);
    // All rows of a pair are known at once and kept: that is bounded by the number of samples.
    const solved = await solvePairs(samples, { ...group, candidates }, fitting, Number.POSITIVE_INFINITY);
    const machines = solved.map((pairs) => {
      checkFinite(pairs);
      return foldMachine(fold.classes, samples.groups, pairs, scope);
    });
    return await predictTest(fold, samples, group, machines, phase(work, FITTING_SHARE, 1));
  } finally {
    scope.release();
  }
}

/** Puts the training samples in columns of their own, class by class, in data order. */
function placeSamples({ dataset, products, rows }: Fold, scope: HeapScope): KnownSamples {
  let columns = 0;
  const groups = rows.map(({ length: count }) => {
    const place = { count, firstColumn: columns, columns: Math.ceil(count / FOUR) * FOUR };
    columns += place.columns;
    return place;
  });
  const share = (ofSample: Uint32Array) => {
    const ofColumn = new Uint32Array(columns);
    for (const [index, { firstColumn }] of groups.entries()) {
      ofColumn.set(
        rows[index]!.map((row) => ofSample[row]!),
        firstColumn,
      );
    }
    return scope.copy(ofColumn);
  };
  return {
    features: dataset.images.columns,
    norms: share(products.norms),
    groups,
    productColumns: share(products.columns),
    productRows: share(products.rows),
  };
}

/** Predicts the fold's test samples by each machine. */
async function predictTest(
  fold: Fold,
  samples: KnownSamples,
  group: KernelGroup,
  machines: readonly MachineRecord[],
  work: Work,
): Promise<Labels[]> {
  const { compute } = work;
  const { products, classes, test } = fold;
  const last = samples.groups.at(-1)!;
  const columns = last.firstColumn + last.columns;
  const scope = compute.heap.scope();
  try {
    const held: HeldRecord = [
      scope.copy(Float64Array.from(sampleSetRecord(samples, group))),
      columns,
      scope.copy(test.map((row) => products.columns[row]!)),
      scope.copy(test.map((row) => products.rows[row]!)),
      scope.copy(test.map((row) => ownColumn(fold, samples, row))),
    ];
    const heldAddress = scope.copy(Float64Array.from(held));
    const machineAddress = scope.copy(Float64Array.from(machines.flat()));
    const out = scope.allocate(machines.length * test.length);
    const scratchBytes = await compute.call(svmKernel, 'heldScratchBytes', columns, classes.length);
    const scratch = Array.from({ length: compute.threads }, () => scope.allocate(scratchBytes));
    const tasks = Array.from(
      { length: Math.ceil(test.length / TASK_SAMPLES) },
      (_, task) => task * TASK_SAMPLES,
    );
    await runLanes(tasks, work, (first, lane) =>
      compute.call(
        svmKernel,
        'predictHeld',
        heldAddress,
        machineAddress,
        machines.length,
        first,
        Math.min(TASK_SAMPLES, test.length - first),
        scratch[lane]!,
        out,
        test.length,
      ),
    );
    return machines.map((_, m) => compute.heap.bytes(out + m * test.length, test.length).slice());
  } finally {
    scope.release();
  }
}

/** The first training column of a sample's class, or of the next class that there is. */
function ownColumn({ dataset, classes }: Fold, { groups }: KnownSamples, row: number): number {
  const own = classes.findIndex((label) => label >= dataset.labels[row]!);
  const { firstColumn, columns } = groups.at(own)!;
  return own < 0 ? firstColumn + columns : firstColumn;
}
