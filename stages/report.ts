import * as z from 'zod';
import { encodeLabels } from '../estimators/matrix.js';
import { mcNemarTest } from '../estimators/metrics/mcnemar.js';
import { wilsonInterval } from '../estimators/metrics/wilson-interval.js';
import { defineStage, many } from '../pipeline/stage.js';
import {
  dataset,
  exploration,
  gridScores,
  labels,
  model,
  probabilities,
  reportContent,
  scores,
} from './artifacts.js';
import { confidenceCurve } from './content/confidence.js';
import { confusedPairs } from './content/confused-pairs.js';
import { insideOf } from './content/inside.js';
import { meanImages } from './content/mean-images.js';
import { mostConfidentMistakes } from './content/mistakes.js';
import type { ClassContent, ModelContent } from './content/report-content.js';
import { voteContent } from './content/votes.js';

const PAIRS = 8;
const PICTURES = 12;

/**
 * Works out what the report tells: of the data, of each model (its name is the same in `models`, `scores`,
 * `predictions` and `probabilities`), of the grid searches. Pages are made of it when they are asked for.
 */
export const report = defineStage({
  name: 'report',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: {
    exploration,
    train: dataset,
    test: dataset,
    models: many(model),
    scores: many(scores),
    predictions: many(labels),
    probabilities: many(probabilities),
    grids: many(gridScores),
  },
  outputs: { content: reportContent },
  uses: {},
  async run({ inputs }) {
    const { train, test, models, scores, predictions, probabilities } = inputs;
    const evaluated = new Map(
      Object.entries(predictions).map(([name, labels]) => [models[name]!, { name, predictions: labels }]),
    );
    const best = bestOf(scores);
    const contentOf = (name: string): ModelContent => {
      const fitted = models[name]!;
      const own = scores[name]!;
      const predicted = {
        classes: fitted.classes,
        predictions: predictions[name]!,
        probabilities: probabilities[name] ?? null,
      };
      return {
        ...own,
        kind: fitted.kind,
        classes: fitted.classes,
        interval: wilsonInterval(own.correct, own.total),
        againstBest:
          name === best
            ? null
            : { best, ...mcNemarTest(test.labels, predicted.predictions, predictions[best]!) },
        confusedPairs: confusedPairs({ ...own, classes: fitted.classes }, PAIRS),
        mistakes: mostConfidentMistakes(test, predicted, PICTURES),
        calibration: confidenceCurve(test.labels, predicted),
        votes: voteContent(fitted, predicted.predictions, evaluated, test, PICTURES),
        ...insideOf(fitted),
      };
    };
    return {
      content: {
        data: inputs.exploration,
        classes: classContent(train, test),
        models: Object.fromEntries(Object.keys(scores).map((name) => [name, contentOf(name)])),
        grids: inputs.grids,
      },
    };
  },
});

/** The model with the most correct predictions, the first by name of equals; '' if there is none. */
function bestOf(scores: Readonly<Record<string, { readonly correct: number }>>): string {
  const [first, ...others] = Object.keys(scores);
  return others.reduce(
    (best, name) => (scores[name]!.correct > scores[best]!.correct ? name : best),
    first ?? '',
  );
}

function classContent(train: Parameters<typeof meanImages>[0][number], test: typeof train): ClassContent {
  const both = Uint8Array.from([...train.labels, ...test.labels]);
  const { classes } = encodeLabels(both);
  const countsIn = (labels: Uint8Array) =>
    Uint32Array.from(classes, (label) => labels.reduce((count, one) => count + (one === label ? 1 : 0), 0));
  return {
    labels: classes,
    trainCounts: countsIn(train.labels),
    testCounts: countsIn(test.labels),
    meanImages: meanImages([train, test], classes),
  };
}
