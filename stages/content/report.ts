import * as z from 'zod';
import { defineStage, many } from '../../pipeline/study/stage.js';
import {
  dataset,
  exploration,
  gridScores,
  labels,
  model,
  probabilities,
  reportContent,
  scores,
} from '../artifacts.js';
import { computeContent } from './compute-content.js';

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
    return { content: computeContent(inputs) };
  },
});
