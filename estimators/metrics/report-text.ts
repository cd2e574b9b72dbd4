import type { ClassificationReport, ClassScores } from './classification-report.js';

/**
 * The report as scikit-learn prints it, character for character (`classification_report(…, digits=digits)`),
 * ending in a line feed.
 * @param digits decimals of the scores, 0 to 20.
 */
export function reportText(report: ClassificationReport, digits = 2): string {
  const width = Math.max(
    'weighted avg'.length,
    digits,
    ...report.classes.map(({ label }) => `${label}`.length),
  );
  // scikit-learn counts in floats where not one prediction is right, and shows it.
  const supportText = (support: number) => (report.accuracy === 0 ? support.toFixed(1) : `${support}`);
  const line = (name: string, cells: readonly string[]) =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}\n`;
  const scoresLine = (name: string, scores: ClassScores) =>
    line(name, [
      formatFixed(scores.precision, digits),
      formatFixed(scores.recall, digits),
      formatFixed(scores.f1Score, digits),
      supportText(scores.support),
    ]);
  const overall = report.microAvg
    ? scoresLine('micro avg', report.microAvg)
    : line('accuracy', ['', '', formatFixed(report.accuracy, digits), supportText(report.macroAvg.support)]);
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '\n',
    ...report.classes.map((scores) => scoresLine(`${scores.label}`, scores)),
    '\n',
    overall,
    scoresLine('macro avg', report.macroAvg),
    scoresLine('weighted avg', report.weightedAvg),
  ].join('');
}

/**
 * A number of at most 1 with `digits` decimals as Python's `format(value, '.2f')` writes it. `toFixed` rounds a
 * value exactly half-way up, Python to the even digit: 0.125 is 0.13 to the one and 0.12 to the other.
 */
export function formatFixed(value: number, digits: number): string {
  // A double of 0 to 1 that is half-way has its last decimal right behind; any other differs much earlier
  // than at the 100th decimal.
  const exact = value.toFixed(100);
  const cut = exact.indexOf('.') + 1 + digits;
  const isHalfWay = /^50*$/.test(exact.slice(cut));
  const kept = exact.slice(0, digits === 0 ? cut - 1 : cut);
  return isHalfWay && Number(kept.at(-1)) % 2 === 0 ? kept : value.toFixed(digits);
}
