import type { RunRecord, RunStep } from '../../cache/record.js';
import { moment } from '../words/record-words.js';
import { table } from '../words/table.js';
import { duration } from '../words/words.js';

const TITLES = ['run', 'started (UTC)', 'outcome', 'took', 'steps', 'tags'];

/**
 * Runs, a line each, ended by the command. If that makes lines longer than `columns`, each command has a line of its
 * own below its run.
 */
export function runsText(
  runs: readonly RunRecord[],
  tagsOf: (run: string) => readonly string[],
  columns = Number.POSITIVE_INFINITY,
): string {
  const rows = runs.map(({ id, startedAt, endedAt, outcome, steps }) => {
    const took = endedAt ? duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) : '';
    return [id, moment(startedAt), outcome ?? 'killed', took, stepsText(steps), tagsOf(id).join(', ')];
  });
  const commands = runs.map(({ command }) => command.join(' '));
  const inLine = tableOf(
    [...TITLES, 'command'],
    rows.map((row, index) => [...row, commands[index]!]),
  );
  if (inLine.split('\n').every((line) => line.length <= columns)) return inLine;
  const [title, ...lines] = tableOf(TITLES, rows).split('\n');
  return [title, ...lines.flatMap((line, index) => [line, `  ${commands[index]}`])].join('\n');
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return table(
    titles.map((title) => ({ title, align: 'left' })),
    rows,
  );
}

/** How the steps of a run ended: `18 hits, 3 ran`. */
function stepsText(steps: readonly RunStep[]): string {
  const tally = (wanted: string) => steps.filter(({ outcome }) => outcome === wanted).length;
  const hits = tally('hit');
  const counts = [
    hits === 1 ? '1 hit' : `${hits} hits`,
    ...(['ran', 'failed', 'skipped'] as const).map((outcome) => `${tally(outcome)} ${outcome}`),
  ];
  return counts.filter((text) => !text.startsWith('0 ')).join(', ') || 'none';
}
