import * as z from 'zod';
import { defineStage } from '../../pipeline/study/stage.js';
import { dataset } from '../../stages/artifacts.js';
import { studyDigits } from '../estimators/forest/datasets.js';

/** The first digits of a part of the study's split: real data for a study that is not to take long. */
export const someDigits = defineStage({
  name: 'some-digits',
  module: import.meta.url,
  params: z.strictObject({ part: z.enum(['train', 'test']), count: z.number() }),
  inputs: {},
  outputs: { dataset },
  uses: {},
  async run({ params }) {
    return { dataset: studyDigits(params.part, params.count) };
  },
});
