import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracy } from '../../../estimators/metrics/accuracy.js';
import { type ClassScores, classificationReport } from '../../../estimators/metrics/classification-report.js';
import { confusionMatrix } from '../../../estimators/metrics/confusion-matrix.js';
import { logLoss } from '../../../estimators/metrics/log-loss.js';
import { naturalLog } from '../../../estimators/metrics/natural-log.js';
import { pairwiseSum } from '../../../estimators/metrics/pairwise-sum.js';
import { formatFixed, reportText } from '../../../estimators/metrics/report-text.js';

interface ScoresFixture {
  precision: number;
  recall: number;
  'f1-score': number;
  support: number;
}

interface LabelsFixture {
  true: number[];
  pred: number[];
  classes: number[] | null;
  accuracy: number;
  correct: number;
  confusion: number[];
  report: Record<string, ScoresFixture> & { accuracy?: number };
  text: Record<string, string>;
}

interface LossFixture {
  true: number[];
  proba: number[][];
  classes: number[];
  loss: number;
}

interface Fixture {
  labels: LabelsFixture[];
  losses: LossFixture[];
  sums: { values: number[]; sum: number }[];
  logs: [number, number][];
  formatted: [number, number, string][];
}

const fixture: Fixture = JSON.parse(readFileSync('test/fixtures/metrics.json', 'utf8'));
const bytes = (labels: readonly number[]) => Uint8Array.from(labels);
const present = ({ true: t, pred }: LabelsFixture) => [...new Set([...t, ...pred])].sort((a, b) => a - b);
const named = fixture.labels.map(
  (labels) => [labels.true.length, labels.classes?.length ?? present(labels).length, labels] as const,
);

test.each(named)(
  "%i samples of %i classes: scikit-learn's accuracy and confusion matrix",
  (_, __, labels) => {
    expect(accuracy(bytes(labels.true), bytes(labels.pred))).toEqual({
      accuracy: labels.accuracy,
      correct: labels.correct,
    });
    const classes = bytes(labels.classes ?? present(labels));
    expect([...confusionMatrix(bytes(labels.true), bytes(labels.pred), classes)]).toEqual(labels.confusion);
  },
);

test.each(named)("%i samples of %i classes: scikit-learn's report, bit for bit", (_, __, labels) => {
  const { true: labelsTrue, pred, classes, report } = labels;
  const found = classificationReport(bytes(labelsTrue), bytes(pred), classes ? bytes(classes) : undefined);
  const scores = ({ precision, recall, f1Score, support }: ClassScores): ScoresFixture => ({
    precision,
    recall,
    'f1-score': f1Score,
    support,
  });
  expect({
    ...Object.fromEntries(found.classes.map((row) => [row.label, scores(row)])),
    ...(found.microAvg ? { 'micro avg': scores(found.microAvg) } : { accuracy: found.accuracy }),
    'macro avg': scores(found.macroAvg),
    'weighted avg': scores(found.weightedAvg),
  }).toEqual(report);
  expect(found.accuracy).toBe(labels.accuracy);
});

test.each(named)(
  "%i samples of %i classes: scikit-learn's text, character for character",
  (_, __, labels) => {
    const classes = labels.classes ? bytes(labels.classes) : undefined;
    const report = classificationReport(bytes(labels.true), bytes(labels.pred), classes);
    for (const [digits, text] of Object.entries(labels.text))
      expect(reportText(report, Number(digits))).toBe(text);
    expect(reportText(report)).toBe(labels.text[2]);
  },
);

test.each(fixture.losses.map((loss) => [loss.true.length, loss.classes.length, loss] as const))(
  "%i samples of %i classes: scikit-learn's log loss",
  (rows, columns, { true: labels, proba, classes, loss }) => {
    const probabilities = { data: Float64Array.from(proba.flat()), rows, columns };
    const found = logLoss(bytes(labels), probabilities, bytes(classes));
    expect(Math.abs(found / loss - 1)).toBeLessThan(1e-12);
  },
);

test("sums are added in NumPy's order", () => {
  for (const { values, sum } of fixture.sums) expect(pairwiseSum(values)).toBe(sum);
});

test('a sum over a part is the sum of that part', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 300 }),
      fc.nat(50),
      (values, start) => {
        expect(pairwiseSum([...new Array(start).fill(9), ...values, 9], start, values.length)).toBe(
          pairwiseSum(values),
        );
      },
    ),
  );
});

test('logarithms agree with the C library to one unit of the last place', () => {
  for (const [x, log] of fixture.logs) {
    expect(Math.abs(naturalLog(x) - log)).toBeLessThanOrEqual(Math.abs(log) * Number.EPSILON);
  }
  expect(naturalLog(1)).toBe(0);
});

test("decimals are rounded as Python's format does, halves to even", () => {
  for (const [value, digits, text] of fixture.formatted) expect(formatFixed(value, digits)).toBe(text);
  expect(formatFixed(0.125, 2)).toBe('0.12');
  expect(formatFixed(0.375, 2)).toBe('0.38');
});

const some = Uint8Array.of(1, 2, 3);
test.each([
  ['predictions for other samples', () => accuracy(some, some.subarray(1)), 'got 2 predictions for 3 labels'],
  ['no samples', () => confusionMatrix(new Uint8Array(), new Uint8Array(), some), 'got none'],
  [
    'a true label of no class',
    () => confusionMatrix(some, some, Uint8Array.of(1, 2)),
    'True labels must be among the classes 1, 2; sample 2 has 3.',
  ],
  [
    'a predicted label of no class',
    () => classificationReport(some, Uint8Array.of(1, 9, 3), some),
    'Predicted labels must be among the classes 1, 2, 3; sample 1 has 9.',
  ],
  [
    'a log loss of one class',
    () => logLoss(some, { data: new Float64Array(3), rows: 3, columns: 1 }, some.subarray(0, 1)),
    'two classes or more; got 1',
  ],
  [
    'a log loss of too few columns',
    () => logLoss(some, { data: new Float64Array(6), rows: 3, columns: 2 }, some),
    'a column for each of 3 classes; got 3 x 2',
  ],
])('%s: refused', (_, run, message) => {
  expect(run).toThrow(message);
});
