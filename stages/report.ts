import * as z from 'zod';
import { defineStage, many } from '../pipeline/stage.js';
import { exploration, gridScores, reportContent, scores } from './artifacts.js';

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
