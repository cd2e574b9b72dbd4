import type { Classifier, SharedSamples } from '../classifier.js';
import { runLanes } from '../compute/lanes.js';
import { phase, type Work } from '../compute/work.js';
import type { Dataset, Labels } from '../matrix.js';
import type { GridPlan, GridUnit } from './plan-grid.js';
import { predictFold, predictProbaFold } from './predict-fold.js';
import { type Scorer, scorers } from './scorers.js';
import type { Scoring } from './scoring.js';

/** Some candidates on one fold: they share the fold's data and whatever the classifier can share. */
interface Batch {
  readonly fold: number;
  readonly units: readonly GridUnit[];
}

/** How much of the time is taken to go into what the folds share. It only shapes the progress. */
const SHARING_SHARE = 0.1;

/**
 * Computes the scores (on the fold's test part) of some units of a plan, in the order of `units`.
 * `onScore` is told each score as soon as it is known, in any order. A score depends on its unit alone, not
 * on what else is computed with it.
 *
 * Folds run side by side, as many as there are threads; all candidates of a fold are fitted and predicted
 * together. What the folds have in common comes first, where the classifier can share it (`shareSamples`).
 * Rejects with the first error of a fit, or with the signal's reason.
 */
export async function scoreCandidates(
  classifier: Classifier,
  plan: GridPlan,
  dataset: Dataset,
  units: readonly GridUnit[],
  work: Work,
  onScore?: (unit: GridUnit, score: number) => void,
  scoring: Scoring = 'accuracy',
): Promise<number[]> {
  if (units.length === 0) return [];
  const scorer = scorers[scoring];
  const scores = new Map<GridUnit, number>();
  const batches = batchByFold(units);
  const done = batches.map(() => 0);
  const { compute, signal } = work;
  // What is shared predicts labels only.
  const shared =
    scorer.needs === 'labels'
      ? await classifier.shareSamples?.(dataset, phase(work, 0, SHARING_SHARE))
      : undefined;
  const { onProgress } = shared ? phase(work, SHARING_SHARE, 1) : work;
  try {
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
      const keep = (unit: GridUnit, score: number) => {
        scores.set(unit, score);
        onScore?.(unit, score);
      };
      await scoreBatch(classifier, shared, plan, dataset, batches[batch]!, scorer, batchWork, keep);
    });
  } finally {
    shared?.release();
  }
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
  shared: SharedSamples | undefined,
  plan: GridPlan,
  dataset: Dataset,
  { fold, units }: Batch,
  scorer: Scorer,
  work: Work,
  onScore: (unit: GridUnit, score: number) => void,
): Promise<void> {
  const split = plan.folds[fold]!;
  const testLabels = Uint8Array.from(split.test, (sample) => dataset.labels[sample]!);
  const candidates = units.map((unit) => plan.candidates[unit.candidate]!.params);
  if (scorer.needs === 'probabilities') {
    return predictProbaFold(classifier, candidates, dataset, split, work, (place, predicted) =>
      onScore(units[place]!, scorer.score(testLabels, predicted.probabilities, predicted.classes)),
    );
  }
  const score = (place: number, labels: Labels) => onScore(units[place]!, scorer.score(testLabels, labels));
  if (!shared) return predictFold(classifier, candidates, dataset, split, work, score);
  for (const [place, labels] of (await shared.fitPredict(candidates, split, work)).entries()) {
    score(place, labels);
  }
  work.onProgress?.(1);
}
