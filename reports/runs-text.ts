import type { RunRecord, RunStep } from '../cache/record.js';
import { moment } from './record-words.js';
import { table } from './table.js';
import { duration } from './words.js';

const TITLES = ['run', 'started (UTC)', 'outcome', 'took', 'steps', 'tags', 'command'];

/**
 * Runs, a line each.
 * @param columns lines are cut to this width; it is the end of the command that goes.
 */
export function runsText(
  runs: readonly RunRecord[],
  tagsOf: (run: string) => readonly string[],
  columns = Number.POSITIVE_INFINITY,
): string {
  const rows = runs.map(({ id, startedAt, endedAt, outcome, steps, command }) => {
    const took = endedAt ? duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) : '';
    const tags = tagsOf(id).join(', ');
    return [id, moment(startedAt), outcome ?? 'killed', took, stepsText(steps), tags, command.join(' ')];
  });
  return table(
    TITLES.map((title) => ({ title, align: 'left' })),
    rows,
  )
    .split('\n')
    .map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line))
    .join('\n');
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
