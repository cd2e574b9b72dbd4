import { dim, green, red, yellow } from 'yoctocolors';
import { wrap } from '../../../reports/words/lines.js';
import { printable } from '../../../reports/words/printable.js';
import { duration, reasonsText } from '../../../reports/words/words.js';
import type { RunStates } from './run-states.js';

/**
 * What is worth keeping of a run that has ended, in lines of at most so many columns: what ran and why, what failed and
 * how, and how many steps were hits.
 */
export function runStory(states: RunStates, columns: number): string[] {
  const width = Math.max(...states.names.map((step) => step.length));
  const named = (step: string) => step.padEnd(width);
  const hits = states.steps('hit').length;
  return [
    ...(hits > 0 ? [`${green('=')} ${hits} ${hits === 1 ? 'step is a hit' : 'steps are hits'}`] : []),
    ...states.steps('ran').flatMap(({ step, state }) => {
      const start = `${named(step)} ${duration(state.seconds).padStart(7)}`;
      return hanging(`${green('✓')} `, start, reasonsText(state.reasons), columns, dim);
    }),
    ...states
      .steps('failed')
      .flatMap(({ step, state }) => hanging(`${red('✗')} `, named(step), state.error.message, columns, red)),
    ...states
      .steps('skipped')
      .flatMap(({ step, state }) =>
        hanging(`${yellow('-')} `, named(step), `skipped: ${state.because} did not succeed`, columns, dim),
      ),
  ];
}

/** With less for a long text beside its name, it stands below it. */
const LEAST_TEXT = 24;

/** `✓ svm  1.3 s  C 1 -> 3`, the text broken into lines below one another. */
function hanging(
  sign: string,
  start: string,
  text: string,
  columns: number,
  paint: (line: string) => string,
): string[] {
  const clean = printable(text.replace(/\s+/g, ' ').trim());
  const beside = columns - start.length - 4;
  const isBeside = beside >= Math.min(LEAST_TEXT, clean.length);
  const lines = wrap(clean, isBeside ? beside : columns - 4).map(paint);
  if (!isBeside) return [`${sign}${start}`, ...lines.map((line) => `    ${line}`)];
  const [first = '', ...rest] = lines;
  const indent = ' '.repeat(start.length + 4);
  return [`${sign}${start}  ${first}`.trimEnd(), ...rest.map((line) => indent + line)];
}
