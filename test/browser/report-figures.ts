import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import type { Probabilities } from '../../estimators/classifier.js';
import type { Dataset, Labels } from '../../estimators/matrix.js';
import type { GridResult } from '../../estimators/model-selection/grid-result.js';
import { Artifacts } from '../../pipeline/run/artifacts.js';
import type { Scores } from '../../stages/facts.js';
import { study } from '../../stages/study.js';

/** The newest results in a cache. */
export interface Results {
  of<Value>(step: string, output: string): Value;
  keyOf(step: string): string;
  hashOf(step: string, output: string): string;
  close(): Promise<void>;
}

export async function openResults(cache: string): Promise<Results> {
  const store = await openLmdbStore(cache, {});
  const artifacts = new Artifacts(store);
  const recordOf = (step: string) => store.latestRecord(study.name, step)!;
  return {
    of: <Value>(step: string, output: string) => artifacts.load(recordOf(step).outputs[output]!) as Value,
    keyOf: (step) => recordOf(step).key,
    hashOf: (step, output) => recordOf(step).outputs[output]!,
    close: () => store.close(),
  };
}

type TableRows = readonly (readonly string[])[];

/** Caption -> the texts of the cells of a table's body. */
async function tablesOn(page: Page): Promise<Record<string, TableRows>> {
  return page.evaluate(() =>
    Object.fromEntries(
      Array.from(document.querySelectorAll('table'), (table) => [
        table.caption?.textContent ?? '',
        Array.from(table.tBodies[0]?.rows ?? [], (row) =>
          Array.from(row.cells, (cell) => cell.textContent?.trim() ?? ''),
        ),
      ]),
    ),
  );
}

/** The pictures and their captions in the list that is labelled so, or that follows the heading. */
async function picturesIn(page: Page, selector: string): Promise<{ alt: string; caption: string }[]> {
  return page.locator(selector).evaluateAll((items) =>
    items.map((item) => ({
      alt: item.querySelector('img')?.alt ?? '',
      caption: (item.querySelector('.caption') as HTMLElement).innerText.replaceAll('\n', ' '),
    })),
  );
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const grouped = (count: number) => count.toLocaleString('en-US');
const digits = (text: string | undefined) => Number(text?.replaceAll(',', ''));

/** The models that the study evaluates. */
const models = study.steps.flatMap(({ id }) =>
  id.startsWith('evaluate-') ? [id.slice('evaluate-'.length)] : [],
);

/** Reads the numbers of a report back from its page, and expects those of the artifacts. */
export async function expectFiguresOf(results: Results, page: Page): Promise<void> {
  const tables = await tablesOn(page);
  const { labels: truth } = results.of<Dataset>('split', 'test');
  const headline = tables[`How each model does on the ${grouped(truth.length)} test samples`]!;
  expect(headline.map(([name]) => name).sort()).toEqual([...models].sort());
  for (const name of models) {
    const scores = results.of<Scores>(`evaluate-${name}`, 'scores');
    const row = headline.find(([model]) => model === name)!;
    expect([row[1], row[3], row[4]]).toEqual([
      percent(scores.accuracy),
      grouped(scores.correct),
      percent(1 - scores.accuracy),
    ]);
    expectReport(scores, tables[`Classification report of ${name}`]!);
    await expectConfusion(name, scores, tables, page);
    await expectMistakes(name, truth, results, page);
  }
  expectClasses(results, tables['Samples of each class']!);
  for (const name of ['svm-grid', 'rf-grid']) {
    expectGrid(results.of<GridResult>(name, 'result'), tables[`Candidates of ${name}`]!);
  }
  await expectFlips('final-vote', ['rf-tuned', 'final-svm'], truth, results, page, tables);
  await expectFlips('vote', ['vote-rf', 'vote-svm'], truth, results, page, tables);
  expectProvenance(results, tables);
}

function expectReport({ report }: Scores, rows: TableRows): void {
  const line = (title: string, { precision, recall, f1Score, support }: (typeof report)['macroAvg']) => [
    title,
    ...[precision, recall, f1Score].map((score) => score.toFixed(4)),
    grouped(support),
  ];
  expect(rows).toEqual([
    ...report.classes.map((scores) => line(`${scores.label}`, scores)),
    ['accuracy', '', '', report.accuracy.toFixed(4), grouped(report.macroAvg.support)],
    line('macro avg', report.macroAvg),
    line('weighted avg', report.weightedAvg),
  ]);
}

const TIP = /^([\d,]+) of class (\d+) (?:found|taken for (\d+)): ([\d.]+ %) of the class$/;

/** The table, and what is seen at each cell of the heat map. */
async function expectConfusion(
  name: string,
  { confusionMatrix }: Scores,
  tables: Record<string, TableRows>,
  page: Page,
): Promise<void> {
  const rows = tables[`Confusion matrix of ${name}: true classes down, predicted ones across`]!;
  expect(rows.flatMap(([, ...counts]) => counts.map(digits))).toEqual([...confusionMatrix]);
  const tips = await page
    .locator(`#model-${name} .confusion [data-tip]`)
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-tip') ?? ''));
  const n = Math.sqrt(confusionMatrix.length);
  const seen = tips.map((tip) => {
    const [, count, row = '', column = row, share] = TIP.exec(tip)!;
    return { cell: n * Number(row) + Number(column), count: digits(count), share };
  });
  const expected = Array.from(confusionMatrix, (count, cell) => {
    const start = cell - (cell % n);
    const support = confusionMatrix.subarray(start, start + n).reduce((sum, one) => sum + one, 0);
    return { cell, count, share: percent(count / support) };
  });
  expect(seen.sort((first, second) => first.cell - second.cell)).toEqual(expected);
}

/** The classes of MNIST are the columns of the probabilities. */
async function expectMistakes(name: string, truth: Labels, results: Results, page: Page): Promise<void> {
  const predictions = results.of<Labels>(`evaluate-${name}`, 'predictions');
  const { data, columns } = results.of<Probabilities>(`evaluate-${name}`, 'probabilities');
  const surest = [...truth.keys()]
    .filter((sample) => predictions[sample] !== truth[sample])
    .map((sample) => ({ sample, probability: data[sample * columns + predictions[sample]!]! }))
    .sort((first, second) => second.probability - first.probability)
    .slice(0, 12);
  const pictures = await picturesIn(page, `#model-${name} [aria-label="Mistakes of ${name}"] li`);
  expect(pictures).toEqual(
    surest.map(({ sample, probability }) => {
      const [right, wrong] = [truth[sample]!, predictions[sample]!];
      return {
        alt: `test sample ${sample}, a ${right} taken for a ${wrong}`,
        caption: `${right} → ${wrong} ${wrong}: ${percent(probability)} ${right}: ${percent(data[sample * columns + right]!)}`,
      };
    }),
  );
  expect(pictures.length).toBeGreaterThan(0);
}

function expectClasses(results: Results, rows: TableRows): void {
  const count = (output: 'train' | 'test', label: number) =>
    results.of<Dataset>('split', output).labels.filter((one) => one === label).length;
  expect(rows.map((row) => row.map(digits))).toEqual(
    Array.from({ length: 10 }, (_, label) => {
      const [train, test] = [count('train', label), count('test', label)];
      return [label, train, test, train + test];
    }),
  );
}

function expectGrid({ candidates }: GridResult, rows: TableRows): void {
  expect(rows).toEqual(
    candidates.map(({ params, rank, mean, std, splitScores }) => [
      Object.values(params).join(', '),
      `${rank}`,
      percent(mean),
      (100 * std).toFixed(2),
      [Math.min(...splitScores), Math.max(...splitScores)].map((score) => (100 * score).toFixed(2)).join('–'),
    ]),
  );
}

/** The samples that a vote has right and its best member wrong, and the other way around. */
async function expectFlips(
  name: string,
  members: readonly string[],
  truth: Labels,
  results: Results,
  page: Page,
  tables: Record<string, TableRows>,
): Promise<void> {
  const said = (model: string) => results.of<Labels>(`evaluate-${model}`, 'predictions');
  const vote = said(name);
  const samples = [...truth.keys()];
  const right = (labels: Labels, sample: number) => labels[sample] === truth[sample];
  const counts = members.map((member) => [
    member,
    ...[
      samples.filter((sample) => right(said(member), sample)),
      samples.filter((sample) => !right(said(member), sample) && right(vote, sample)),
      samples.filter((sample) => right(said(member), sample) && !right(vote, sample)),
    ].map((found) => grouped(found.length)),
  ]);
  const shown = tables[`${name} beside its members alone`]!;
  expect([...shown].sort()).toEqual([...counts].sort());
  const order = shown.map(([member]) => member!);
  const flips = await picturesIn(page, `#model-${name} h5 + .gallery li`);
  const best = [...counts].sort(([, first], [, second]) => digits(second) - digits(first))[0]!;
  expect(flips.length).toBe(Math.min(12, digits(best[2])) + Math.min(12, digits(best[3])));
  for (const { alt, caption } of flips) {
    const sample = Number(/^test sample (\d+),/.exec(alt)![1]);
    const labels = order.map((member) => `${member} ${said(member)[sample]}`);
    expect(caption).toBe([`${truth[sample]}, vote ${vote[sample]}`, ...labels].join(' '));
  }
}

function expectProvenance(results: Results, tables: Record<string, TableRows>): void {
  const steps = tables['Each step with the key of its result']!;
  expect(steps.map(([step, , key]) => [step, key])).toEqual(
    study.steps.map(({ id }) => [id, results.keyOf(id).slice(0, 12)]),
  );
  expect(tables['SHA-256 of what digits read and gave']).toContainEqual([
    'dataset',
    results.hashOf('digits', 'dataset'),
  ]);
}
