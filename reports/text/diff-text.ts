import type { RunRecord } from '../../cache/record.js';
import type { ComparedStep, RunSide } from '../../pipeline/history/compare-runs.js';
import { compareFigures, figuresChange, figureText } from '../figures/figure-differences.js';
import type { Figures } from '../figures/figures.js';
import { moment } from '../words/record-words.js';
import { table } from '../words/table.js';
import { PAGE_COLUMNS, wrapped } from '../words/tree.js';
import { duration, reasonText } from '../words/words.js';

/** A compared step and the figures that it came to in each run. */
export interface DiffRow {
  readonly compared: ComparedStep;
  readonly before?: Figures;
  readonly now?: Figures;
}

/** Two runs side by side: a line a step, then what changed in each. */
export function diffText(
  before: RunRecord,
  now: RunRecord,
  rows: readonly DiffRow[],
  tagsOf: (run: string) => readonly string[],
): string {
  const columns = (['step', 'outcome', 'result', 'score', 'took'] as const).map((title) => ({
    title,
    align: 'left' as const,
  }));
  const lines = rows.map((row) => [
    row.compared.step,
    change(row.compared.before?.entry.outcome ?? 'not in it', row.compared.now?.entry.outcome ?? 'not in it'),
    resultText(row.compared),
    figuresChange(row.before, row.now),
    change(tookText(row.compared.before), tookText(row.compared.now)),
  ]);
  return [
    `before  ${runText(before, tagsOf(before.id))}`,
    `now     ${runText(now, tagsOf(now.id))}`,
    '',
    table(columns, lines),
    ...changesLines(rows),
  ].join('\n');
}

/** What differs, by step. A step whose inputs changed because of a step above says so by their names. */
function changesLines(rows: readonly DiffRow[]): string[] {
  const changes = rows
    .map((row) => ({ step: row.compared.step, words: changeWords(row) }))
    .filter(({ words }) => words.length > 0);
  if (changes.length === 0) return ['', 'Nothing that could change a result differs.'];
  const width = Math.max(...changes.map(({ step }) => step.length));
  return [
    '',
    'what changed',
    ...changes.flatMap(({ step, words }) =>
      wrapped(words, PAGE_COLUMNS - width - 4).map(
        (line, index) => `  ${(index === 0 ? step : '').padEnd(width)}  ${line}`,
      ),
    ),
  ];
}

function changeWords(row: DiffRow): string[] {
  const texts = changeTexts(row);
  return texts.map((text, index) => (index < texts.length - 1 ? `${text};` : text));
}

/** What differs in a step: what could change its result, candidates of a grid, and why it came to nothing. */
export function changeTexts({ compared, before, now }: DiffRow): string[] {
  const candidates =
    before?.kind === 'grid' && now?.kind === 'grid'
      ? compareFigures(before, now).filter((figure) => figure.before !== figure.now)
      : [];
  const failures = [compared.before, compared.now].flatMap((side) => side?.entry.message ?? []);
  return [...compared.reasons.map(reasonText), ...candidates.map(figureText), ...failures];
}

function resultText({ before, now, same }: ComparedStep): string {
  if (!before || !now) return '';
  if (same === undefined) return 'unknown';
  return same ? 'same' : 'changed';
}

/** How long the step took when it ran, in this run or in the one whose result was a hit. */
function tookText(side: RunSide | undefined): string {
  const seconds = side?.record?.circumstances.seconds;
  return seconds === undefined ? '' : duration(seconds);
}

function change(before: string, now: string): string {
  if (before === now) return before;
  return [before, '->', now].filter(Boolean).join(' ');
}

function runText({ id, startedAt, outcome, command }: RunRecord, tags: readonly string[]): string {
  const words = [id, moment(startedAt), outcome ?? 'killed', ...(tags.length > 0 ? [tags.join(', ')] : [])];
  const room = PAGE_COLUMNS - 8 - words.join('  ').length - 2;
  const text = command.join(' ');
  return [...words, text.length > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text].join('  ');
}
