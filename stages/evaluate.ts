import * as z from 'zod';
import type { Classifier } from '../estimators/classifier.js';
import { phase } from '../estimators/compute/phase.js';
import { accuracy } from '../estimators/metrics/accuracy.js';
import { classificationReport } from '../estimators/metrics/classification-report.js';
import { confusionMatrix } from '../estimators/metrics/confusion-matrix.js';
import { defineStage, use } from '../pipeline/stage.js';
import { dataset, labels, model, probabilities, scores } from './artifacts.js';
import { workOf } from './work.js';

/** Predicts the test samples and scores the predictions. */
export const evaluate = defineStage({
  name: 'evaluate',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: { model, test: dataset },
  outputs: { predictions: labels, probabilities, scores },
  uses: { classifier: use<Classifier>() },
  async run(call) {
    const { classifier } = call.uses;
    const { model, test } = call.inputs;
    const hasProba = classifier.hasProba(model);
    const work = workOf(call);
    const predictions = await classifier.predict(model, test.images, phase(work, 0, hasProba ? 0.5 : 1));
    const proba = hasProba ? await classifier.predictProba(model, test.images, phase(work, 0.5, 1)) : null;
    return {
      predictions,
      probabilities: proba,
      scores: {
        ...accuracy(test.labels, predictions),
        total: test.labels.length,
        report: classificationReport(test.labels, predictions),
        confusionMatrix: confusionMatrix(test.labels, predictions, model.classes),
      },
    };
  },
});
