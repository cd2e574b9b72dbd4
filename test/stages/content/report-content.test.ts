import { expect, test } from 'vitest';
import { supportWeights } from '../../../estimators/svm/model.js';
import { computeContent } from '../../../stages/content/compute-content.js';
import { insideOf } from '../../../stages/content/inside.js';
import { meanImages } from '../../../stages/content/mean-images.js';
import { datasetOf, evaluatedOf, fitted } from '../evaluated.js';

const first = {
  model: fitted('a'),
  predictions: [1, 3, 3, 3, 3, 7],
  probabilities: [0.9, 0.6, 0.8, 0.7, 0.95, 1],
};
const second = { model: fitted('b'), predictions: [1, 1, 3, 1, 1, 7], probabilities: null };
const vote = {
  model: fitted('voting', { voting: 'hard', weights: null, members: [first.model, second.model] }),
  predictions: [1, 1, 3, 1, 7, 7],
  probabilities: null,
};

test('each class is counted to train and to test on, and has the rounded mean of all its samples', () => {
  const { classes } = computeContent(evaluatedOf({}));
  expect([...classes.labels]).toEqual([1, 3, 7]);
  expect([...classes.trainCounts]).toEqual([2, 1, 3]);
  expect([...classes.testCounts]).toEqual([2, 2, 2]);
  // The third pixel is the row: 0 and 1 to train on, 0 and 1 to test on; 2, 2 and 3; 3, 4, 5, 4 and 5.
  expect([...classes.meanImages.data]).toEqual([1, 10, 1, 255, 3, 30, 2, 255, 7, 70, 4, 255]);
});

test('means of features in doubles are not rounded', () => {
  const images = { data: Float64Array.of(0.5, -1, 1.5, 2), rows: 2, columns: 2 };
  const { data } = meanImages([{ images, labels: Uint8Array.of(4, 4) }], Uint8Array.of(4));
  expect(data).toEqual(Float64Array.of(1, 0.5));
});

test('a class without samples has an empty mean, and halves are rounded up', () => {
  const { data } = meanImages([datasetOf([1, 1])], Uint8Array.of(1, 9));
  expect([...data]).toEqual([1, 10, 1, 255, 0, 0, 0, 0]);
});

test('the best model is tested against nobody, the others against it', () => {
  const { models } = computeContent(evaluatedOf({ first, second, vote }));
  expect(models['vote']!.againstBest).toBeNull();
  expect(models['first']!.againstBest).toEqual({ best: 'vote', onlyFirst: 1, onlySecond: 2, pValue: 1 });
  expect(models['second']!.againstBest).toEqual({ best: 'vote', onlyFirst: 0, onlySecond: 1, pValue: 1 });
});

test('pairs are confused the most frequent first, with their share of the true class', () => {
  const { models } = computeContent(evaluatedOf({ one: { ...second, predictions: [3, 1, 1, 1, 1, 7] } }));
  expect(models['one']!.confusedPairs).toEqual([
    { truth: 3, predicted: 1, count: 2, share: 1 },
    { truth: 1, predicted: 3, count: 1, share: 0.5 },
    { truth: 7, predicted: 1, count: 1, share: 0.5 },
  ]);
});

test('mistakes come the surest first, with the probabilities of what was said and of the truth', () => {
  const { mistakes } = computeContent(evaluatedOf({ first })).models['first']!;
  expect(mistakes.total).toBe(2);
  expect(mistakes.samples).toEqual([
    { sample: 4, truth: 7, predicted: 3, probability: 0.95, truthProbability: 0 },
    { sample: 1, truth: 1, predicted: 3, probability: 0.6, truthProbability: 0.4 },
  ]);
  expect([...mistakes.images.data]).toEqual([7, 70, 4, 255, 1, 10, 1, 255]);
});

test('without probabilities, mistakes come in the order of the samples, and there is no calibration', () => {
  const { mistakes, calibration } = computeContent(evaluatedOf({ second })).models['second']!;
  expect(mistakes.samples.map(({ sample, probability }) => [sample, probability])).toEqual([
    [3, null],
    [4, null],
  ]);
  expect(calibration).toBeNull();
});

test('calibration holds the probability of what was said against how often it is right', () => {
  const { calibration } = computeContent(evaluatedOf({ first })).models['first']!;
  expect([...calibration!.counts]).toEqual([1, 1, 1, 1, 2]);
  expect([...calibration!.probTrue]).toEqual([0, 1, 1, 1, 0.5]);
  expect([...calibration!.probPred]).toEqual([0.6, 0.7, 0.8, 0.9, 0.975]);
});

test('a vote is held against each member, and its flips against the best one', () => {
  const { votes } = computeContent(evaluatedOf({ first, second, vote })).models['vote']!;
  expect(votes).toMatchObject({
    voting: 'hard',
    bestMember: 'first',
    members: [
      { name: 'first', correct: 4, helped: 2, hurt: 1 },
      { name: 'second', correct: 4, helped: 1, hurt: 0 },
    ],
    helped: {
      total: 2,
      samples: [
        { sample: 1, truth: 1, vote: 1, members: [3, 1] },
        { sample: 4, truth: 7, vote: 7, members: [3, 1] },
      ],
    },
    hurt: { total: 1, samples: [{ sample: 3, truth: 3, vote: 1, members: [3, 1] }] },
  });
});

test('a vote whose members were not all evaluated has nothing to be held against', () => {
  expect(computeContent(evaluatedOf({ first, vote })).models['vote']!.votes).toBeNull();
});

test('of each class of an SVC, the support vectors of the greatest weight are shown', () => {
  const { images } = datasetOf([1, 1, 3]);
  const svm = {
    ...fitted('svc'),
    classes: Uint8Array.of(1, 3),
    support: Uint32Array.of(5, 6, 9),
    supportVectors: images,
    nSupport: Uint32Array.of(2, 1),
    dualCoef: Float64Array.of(0.5, 1.5, -2),
  };
  const { supportVectors, featureImportances } = insideOf(svm);
  expect(featureImportances).toBeNull();
  expect(supportVectors!.map(({ label, count }) => [label, count])).toEqual([
    [1, 2],
    [3, 1],
  ]);
  expect([...supportVectors![0]!.strongest.weights]).toEqual([1.5, 0.5]);
  expect([...supportVectors![0]!.strongest.images.data]).toEqual([1, 10, 1, 255, 1, 10, 0, 255]);
  expect([...supportVectors![0]!.meanImage.data]).toEqual([1, 10, 1, 255]);
  expect([...supportWeights(svm)]).toEqual([0.5, 1.5, 2]);
});

test('a model of a kind that nobody knows shows nothing of itself', () => {
  expect(insideOf(fitted('a'))).toEqual({ supportVectors: null, featureImportances: null });
});

test('a model that is wired in by its scores alone is named', () => {
  const evaluated = evaluatedOf({ first, second });
  expect(() => computeContent({ ...evaluated, probabilities: {} })).toThrow(
    'The report has scores of "first", but not its probabilities; wire them under that name.',
  );
});
