import * as z from 'zod';
import { take } from '../../estimators/matrix.js';
import { trainTestSplit } from '../../estimators/model-selection/train-test-split.js';
import { must, seed } from '../../estimators/params.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { dataset, splitIndices } from '../artifacts.js';

const SHARE = must('testSize', 'the share of the samples to test on, above 0 and below 1');

/** Shuffles the samples and parts them, with the very indices of scikit-learn's `train_test_split`. */
export const split = defineStage({
  name: 'split',
  module: import.meta.url,
  params: z.strictObject({
    testSize: z.number(SHARE).gt(0, SHARE).lt(1, SHARE).default(0.2),
    randomState: seed('randomState').default(42),
  }),
  inputs: { dataset },
  outputs: { train: dataset, test: dataset, indices: splitIndices },
  uses: {},
  async run({ params, inputs }) {
    const indices = trainTestSplit(inputs.dataset.labels.length, params);
    return { train: take(inputs.dataset, indices.train), test: take(inputs.dataset, indices.test), indices };
  },
});
