import * as z from 'zod';
import type { Classifier, FittedModel } from '../../estimators/classifier.js';
import { phase, type Work } from '../../estimators/compute/work.js';
import type { Matrix } from '../../estimators/matrix.js';
import { accuracy } from '../../estimators/metrics/accuracy.js';
import { classificationReport } from '../../estimators/metrics/classification-report.js';
import { confusionMatrix } from '../../estimators/metrics/confusion-matrix.js';
import { defineStage, use } from '../../pipeline/study/stage.js';
import { dataset, labels, model, probabilities, scores } from '../artifacts.js';
import { workOf } from '../work.js';

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
    const { predictions, proba } = await predictAll(classifier, model, test.images, workOf(call));
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

/** Predictions, and probabilities where the model gives them; at once, where the classifier can. */
async function predictAll(classifier: Classifier, model: FittedModel, images: Matrix, work: Work) {
  if (!classifier.hasProba(model)) {
    return { predictions: await classifier.predict(model, images, work), proba: null };
  }
  if (classifier.predictWithProba) {
    const { labels, probabilities } = await classifier.predictWithProba(model, images, work);
    return { predictions: labels, proba: probabilities };
  }
  return {
    predictions: await classifier.predict(model, images, phase(work, 0, 0.5)),
    proba: await classifier.predictProba(model, images, phase(work, 0.5, 1)),
  };
}
