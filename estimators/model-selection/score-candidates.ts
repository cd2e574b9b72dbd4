import type { Classifier, FittedModel, Work } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import { phase } from '../compute/phase.js';
import { type Dataset, type Labels, type Matrix, take } from '../matrix.js';
import { accuracy } from '../metrics/accuracy.js';
import type { GridPlan, GridUnit } from './plan-grid.js';

/** Some candidates on one fold: they share the fold's data and whatever the classifier can share. */
interface Batch {
  readonly fold: number;
  readonly units: readonly GridUnit[];
}

/** How much of a batch's time is taken to be fitting. It only shapes the progress. */
const FITTING_SHARE = 0.8;

/**
 * Computes the scores (accuracy on the fold's test part) of some units of a plan, in the order of `units`.
 * `onScore` is told each score as soon as it is known, in any order. A score depends on its unit alone, not
 * on what else is computed with it.
 *
 * Folds run side by side, as many as there are threads. All candidates of a fold are fitted by the
 * classifier's `fitCandidates` where it has one, and predicted by its `predictCandidates`.
 * Rejects with the first error of a fit, or with the signal's reason.
 */
export async function scoreCandidates(
  classifier: Classifier,
  plan: GridPlan,
  dataset: Dataset,
  units: readonly GridUnit[],
  work: Work,
  onScore?: (unit: GridUnit, score: number) => void,
): Promise<number[]> {
  const scores = new Map<GridUnit, number>();
  const batches = batchByFold(units);
  const done = batches.map(() => 0);
  const { compute, signal, onProgress } = work;
  await runLanes([...batches.keys()], { compute, signal }, async (batch) => {
    const batchWork: Work = {
      compute,
      signal,
      onProgress:
        onProgress &&
        ((fraction) => {
          done[batch] = fraction * batches[batch]!.units.length;
          onProgress(done.reduce((sum, finished) => sum + finished) / units.length);
        }),
    };
    await scoreBatch(classifier, plan, dataset, batches[batch]!, batchWork, (unit, score) => {
      scores.set(unit, score);
      onScore?.(unit, score);
    });
  });
  return units.map((unit) => scores.get(unit)!);
}

function batchByFold(units: readonly GridUnit[]): Batch[] {
  const unitsOf = new Map<number, GridUnit[]>();
  for (const unit of units) {
    const batch = unitsOf.get(unit.fold);
    if (batch) batch.push(unit);
    else unitsOf.set(unit.fold, [unit]);
  }
  return [...unitsOf].map(([fold, batch]) => ({ fold, units: batch }));
}

async function scoreBatch(
  classifier: Classifier,
  plan: GridPlan,
  dataset: Dataset,
  { fold, units }: Batch,
  work: Work,
  onScore: (unit: GridUnit, score: number) => void,
): Promise<void> {
  const train = take(dataset, plan.folds[fold]!.train);
  const test = take(dataset, plan.folds[fold]!.test);
  const paramsOf = (unit: GridUnit) => plan.candidates[unit.candidate]!.params;
  const groups = classifier.fitCandidates ? [units] : units.map((unit) => [unit]);
  for (const [g, group] of groups.entries()) {
    const groupWork = phase(work, g / groups.length, (g + 1) / groups.length);
    const models = await fitGroup(classifier, group.map(paramsOf), train, phase(groupWork, 0, FITTING_SHARE));
    const predicted = await predictGroup(classifier, models, test.images, phase(groupWork, FITTING_SHARE, 1));
    for (const [i, unit] of group.entries()) onScore(unit, accuracy(test.labels, predicted[i]!).accuracy);
    groupWork.onProgress?.(1);
  }
}

async function fitGroup(
  classifier: Classifier,
  params: readonly unknown[],
  train: Dataset,
  work: Work,
): Promise<FittedModel[]> {
  if (classifier.fitCandidates) return classifier.fitCandidates(params, train, work);
  return [await classifier.fit(params[0], train, work)];
}

async function predictGroup(
  classifier: Classifier,
  models: readonly FittedModel[],
  images: Matrix,
  work: Work,
): Promise<Labels[]> {
  if (classifier.predictCandidates) return classifier.predictCandidates(models, images, work);
  const predicted: Labels[] = [];
  for (const [i, model] of models.entries()) {
    const part = phase(work, i / models.length, (i + 1) / models.length);
    predicted.push(await classifier.predict(model, images, part));
  }
  return predicted;
}
