import { dim } from 'yoctocolors';
import { isSettled, type StepState } from '../../../pipeline/run/events.js';
import { cut } from '../../../reports/words/lines.js';
import { duration } from '../../../reports/words/words.js';
import type { RunOutline } from '../../process/run-outline.js';
import type { Room } from '../../terminal/terminal-window.js';
import { runSecondsLeft } from './seconds-left.js';
import { progressBar, stepDetail, stepSign } from './step-line.js';
import { stepTree, type TreeRow } from './step-tree.js';

/** With less for what is said of a step, the tree is given up. */
const LEAST_DETAIL = 24;
/** The lines of the foot: an empty one, and how far the run is. */
const FOOT_ROWS = 2;
const WIDEST_FOOT_BAR = 30;

/** How much a step in a state is of interest where there is no room for all; the most first. */
const INTEREST: readonly StepState['state'][] = [
  'failed',
  'running',
  'computed-elsewhere',
  'queued',
  'looking-up',
  'skipped',
  'waiting',
  'ran',
  'hit',
];

/**
 * A run as it is now: the graph of its steps as a tree, each with how it is doing, and how far the whole is. It fits
 * into the room: a narrow one has no tree, and in a low one those steps are left out of which there is least to say.
 */
export function runPicture(outline: RunOutline, stateOf: (step: string) => StepState, room: Room): string[] {
  const rows = stepTree(outline.steps);
  const height = Math.max(1, room.rows - FOOT_ROWS);
  const isLow = rows.length > height;
  const shown = isLow ? mostInteresting(rows, stateOf, height - 1) : rows;
  const lines = stepLines(shown, stateOf, room.columns, !isLow);
  if (isLow) lines.push(dim(cut(`… and ${rows.length - shown.length} more steps`, room.columns)));
  return [...lines, '', cut(foot(outline, stateOf, room.columns), room.columns)];
}

function mostInteresting(
  rows: readonly TreeRow[],
  stateOf: (step: string) => StepState,
  count: number,
): TreeRow[] {
  const rank = ({ step }: TreeRow) => INTEREST.indexOf(stateOf(step.step).state);
  const chosen = new Set([...rows].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, count)));
  return rows.filter((row) => chosen.has(row));
}

function stepLines(
  rows: readonly TreeRow[],
  stateOf: (step: string) => StepState,
  columns: number,
  mayIndent: boolean,
): string[] {
  const widthWith = (guides: boolean) =>
    Math.max(0, ...rows.map((row) => (guides ? row.guides.length : 0) + 2 + row.step.step.length)) + 2;
  const isTree = mayIndent && columns - widthWith(true) >= LEAST_DETAIL;
  const width = widthWith(isTree);
  return rows.map(({ step: { step, after }, guides, alsoAfter }) => {
    const state = stateOf(step);
    const indent = isTree ? guides : '';
    const gap = ' '.repeat(width - indent.length - 2 - step.length);
    const waitsFor = (isTree ? alsoAfter : after).filter((before) => !isSettled(stateOf(before)));
    const name = state.state === 'waiting' ? dim(step) : step;
    const detail = stepDetail(state, waitsFor, columns - width);
    return cut(`${dim(indent)}${stepSign(state)} ${name}${gap}${detail}`.trimEnd(), columns);
  });
}

/** `9 of 21 steps  ━━━━━╸─────  about 25 s left` */
function foot(outline: RunOutline, stateOf: (step: string) => StepState, columns: number): string {
  const states = outline.steps.map(({ step }) => stateOf(step));
  const through = states.filter(isSettled).length;
  const text = `${through} of ${states.length} steps`;
  const seconds = runSecondsLeft(outline, stateOf);
  const left = seconds === null || through === states.length ? '' : `  about ${duration(seconds)} left`;
  const partly = states.map((state) =>
    state.state === 'running' ? state.fraction : isSettled(state) ? 1 : 0,
  );
  const fraction = partly.reduce((sum, one) => sum + one, 0) / Math.max(1, states.length);
  const bar = Math.min(WIDEST_FOOT_BAR, columns - text.length - left.length - 2);
  return `${text}${bar >= 8 ? `  ${progressBar(fraction, bar)}` : ''}${dim(left)}`;
}
