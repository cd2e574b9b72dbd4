import * as z from 'zod';
import type { GridResult } from '../estimators/model-selection/grid-result.js';
import { defineStage, many } from '../pipeline/stage.js';
import { exploration, gridScores, reportContent, scores } from './artifacts.js';
import type { Scores } from './evaluate.js';
import type { Exploration } from './explore.js';

/** All that a report tells of results. Times, machines and outcomes are joined from the records when it is written. */
export interface ReportContent {
  readonly data: Exploration;
  /** Model's step -> how it did. */
  readonly models: Readonly<Record<string, Scores>>;
  /** Grid search's step -> what it found. */
  readonly grids: Readonly<Record<string, GridResult>>;
}

/** Collects what the report is about. */
export const report = defineStage({
  name: 'report',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: { exploration, models: many(scores), grids: many(gridScores) },
  outputs: { content: reportContent },
  uses: {},
  async run({ inputs }) {
    return { content: { data: inputs.exploration, models: inputs.models, grids: inputs.grids } };
  },
});
