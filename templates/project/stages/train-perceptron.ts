import { defineStage } from 'restudy';
import { head } from 'restudy/estimators';
import { dataset, model, trainOn, workOf } from 'restudy/stages';
import { perceptron, perceptronParams } from '../classifiers/perceptron.ts';

/** Trains a perceptron on the first samples. */
export const trainPerceptron = defineStage({
  name: 'train-perceptron',
  // The code of this file, and of what it imports, is part of the key of each result.
  module: import.meta.url,
  params: perceptronParams.safeExtend({ trainOn }),
  inputs: { train: dataset },
  outputs: { model },
  uses: {},
  async run(call) {
    const { trainOn: count, ...params } = call.params;
    const train = head(call.inputs.train, count ?? Number.POSITIVE_INFINITY);
    return { model: await perceptron.fit(params, train, workOf(call)) };
  },
});
