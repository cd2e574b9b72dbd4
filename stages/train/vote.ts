import * as z from 'zod';
import { must } from '../../estimators/params.js';
import { type VotingClassifier, votingOf } from '../../estimators/voting/voting.js';
import { defineStage, many, use } from '../../pipeline/study/stage.js';
import { model } from '../artifacts.js';

/**
 * Puts fitted models together, in the order of their names, into one that votes. Nothing is fitted or copied.
 * `weights` are in that order too, whatever the order in which the members are wired: for members `rf` and `svm`,
 * `[1, 2]` counts `svm` twice.
 */
export const vote = defineStage({
  name: 'vote',
  module: import.meta.url,
  params: z.strictObject({
    voting: z.enum(['soft', 'hard'], must('voting', '"soft" or "hard"')).default('hard'),
    weights: z.array(z.number()).nullable().default(null),
  }),
  inputs: { members: many(model) },
  outputs: { model },
  uses: { classifier: use<VotingClassifier>() },
  async run({ params, inputs, uses }) {
    return { model: votingOf(Object.values(inputs.members), params, uses.classifier.classifiers) };
  },
});
