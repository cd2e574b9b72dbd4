import { Held, Machine, SampleSet } from '../../../dist/kernels/records/svm.js';
import { svmKernel } from '../../../dist/kernels/svm.js';
import type { Address, HeapScope } from '../../compute/heap.js';
import { type InTurn, runLanes } from '../../compute/lanes.js';
import { placeRecord, placeRecords } from '../../compute/record.js';
import { phase, type Work } from '../../compute/work.js';
import type { Dataset, Labels } from '../../matrix.js';
import { notFinite } from '../model.js';
import type { KernelGroup } from '../solve/kernel-groups.js';
import type { Pair } from '../solve/pair.js';
import { type KnownSamples, sampleSet } from '../solve/sample-set.js';
import { solvePairs } from '../solve/solve-pairs.js';
import { foldMachine } from './fold-machine.js';
import type { SampleProducts } from './sample-products.js';

/** A part of a data set to fit on and another to predict. */
export interface Fold {
  readonly dataset: Dataset;
  readonly products: SampleProducts;
  readonly classes: Labels;
  /** Training samples of each class: rows of the data set. */
  readonly rows: readonly Uint32Array[];
  /** The samples to predict: rows of the data set. */
  readonly test: Uint32Array;
  /**
   * Folds are trained one after the other, each on all threads, so that one is made ready and another predicted
   * while a third is trained; and the next one works in the memory of the last.
   */
  readonly inTurn: InTurn;
}

/** Samples that are predicted in a task: ten milliseconds. A multiple of the rows that the kernel takes together. */
const TASK_SAMPLES = 304;
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
    const room = Number.POSITIVE_INFINITY;
    const pairs = await solvePairs(samples, { ...group, candidates }, room, scope, fitting, fold.inTurn);
    const machines = await makeMachines(fold, pairs, candidates.length, scope, work);
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
  const byColumn = (ofSample: Uint32Array) => {
    const ofColumn = new Uint32Array(columns);
    for (const [index, { firstColumn }] of groups.entries()) {
      ofColumn.set(
        rows[index]!.map((row) => ofSample[row]!),
        firstColumn,
      );
    }
    return ofColumn;
  };
  const productColumns = byColumn(products.columns);
  return {
    kernel: svmKernel,
    features: dataset.images.columns,
    norms: scope.copy(byColumn(products.norms)),
    groups,
    productColumns: scope.copy(productColumns),
    productRuns: scope.copy(runLengths(productColumns)),
    productRows: scope.copy(byColumn(products.rows)),
  };
}

/** For each place of a list of numbers, how many from there on are one more than the one before, itself included. */
function runLengths(numbers: Uint32Array): Uint32Array {
  const runs = new Uint32Array(numbers.length).fill(1);
  for (let at = numbers.length - 2; at >= 0; at--) {
    if (numbers[at + 1] === numbers[at]! + 1) runs[at] = runs[at + 1]! + 1;
  }
  return runs;
}

/** The address of a machine for each candidate. */
async function makeMachines(
  { classes }: Fold,
  pairs: readonly Pair[],
  count: number,
  scope: HeapScope,
  { compute }: Work,
): Promise<Address> {
  const records = Array.from({ length: count }, () => foldMachine(classes, pairs, scope));
  const machines = placeRecords(Machine, records, scope);
  const jobs = scope.copy(Uint32Array.from(pairs, ({ job }) => job));
  const finite = await compute.call(svmKernel, 'listTerms', jobs, pairs.length, machines, count);
  if (finite === 0) throw notFinite();
  return machines;
}

/** Predicts the fold's test samples by each candidate's machine. */
async function predictTest(
  fold: Fold,
  samples: KnownSamples,
  group: KernelGroup,
  machines: Address,
  work: Work,
): Promise<Labels[]> {
  const { compute } = work;
  const { products, classes } = fold;
  // By column: the samples that the kernel takes together then read their products from the same cache lines.
  const order = Uint32Array.from(fold.test.keys()).sort(
    (a, b) => products.columns[fold.test[a]!]! - products.columns[fold.test[b]!]!,
  );
  const test = order.map((place) => fold.test[place]!);
  const last = samples.groups.at(-1)!;
  const columns = last.firstColumn + last.columns;
  const scope = compute.heap.scope();
  try {
    const held = placeRecord(
      Held,
      {
        set: placeRecord(SampleSet, sampleSet(samples, group), scope),
        columns,
        productColumns: scope.copy(test.map((row) => products.columns[row]!)),
        productRows: scope.copy(test.map((row) => products.rows[row]!)),
        ownColumns: scope.copy(test.map((row) => ownColumn(fold, samples, row))),
      },
      scope,
    );
    const count = group.candidates.length;
    const out = scope.allocate(count * test.length);
    const scratchBytes = await compute.call(svmKernel, 'heldScratchBytes', columns, classes.length, count);
    const scratch = Array.from({ length: compute.threads }, () => scope.allocate(scratchBytes));
    const tasks = Array.from(
      { length: Math.ceil(test.length / TASK_SAMPLES) },
      (_, task) => task * TASK_SAMPLES,
    );
    await runLanes(tasks, work, (first, lane) =>
      compute.call(
        svmKernel,
        'predictHeld',
        held,
        machines,
        count,
        first,
        Math.min(TASK_SAMPLES, test.length - first),
        scratch[lane]!,
        out,
        test.length,
      ),
    );
    return group.candidates.map((_, m) => {
      const labels = new Uint8Array(test.length);
      const found = compute.heap.bytes(out + m * test.length, test.length);
      for (const [at, place] of order.entries()) labels[place] = found[at]!;
      return labels;
    });
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
