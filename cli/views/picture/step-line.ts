import { cyan, dim, green, red, yellow } from 'yoctocolors';
import type { StepState } from '../../../pipeline/run/events.js';
import { printable } from '../../../reports/words/printable.js';
import { duration, reasonsText } from '../../../reports/words/words.js';

const WIDEST_BAR = 24;
const NARROWEST_BAR = 5;
/** Columns of what stands behind a bar: ` 35 %  3 min 05 s left`. */
const BESIDE_BAR = 23;

/** The sign before a step's name. */
export function stepSign({ state }: StepState): string {
  switch (state) {
    case 'waiting':
    case 'queued':
      return dim('·');
    case 'looking-up':
      return dim('?');
    case 'computed-elsewhere':
      return yellow('·');
    case 'running':
      return cyan('▸');
    case 'hit':
      return green('=');
    case 'ran':
      return green('✓');
    case 'failed':
      return red('✗');
    case 'skipped':
      return yellow('-');
  }
}

/**
 * What there is to say of a step, for so many columns; whoever prints it cuts what is longer.
 * @param waitsFor those of the steps before it that are not through and that nothing else shows.
 */
export function stepDetail(state: StepState, waitsFor: readonly string[], columns: number): string {
  switch (state.state) {
    case 'waiting':
      return waitsFor.length > 0 ? dim(`waits for ${waitsFor.join(', ')}`) : '';
    case 'looking-up':
      return dim('looking up');
    case 'queued':
      return dim('queued');
    case 'computed-elsewhere':
      return dim('another process computes it');
    case 'running': {
      const bar = Math.min(WIDEST_BAR, columns - BESIDE_BAR);
      const percent = `${Math.floor(state.fraction * 100)} %`.padStart(5);
      const left = state.secondsLeft === null ? '' : duration(state.secondsLeft);
      if (bar < NARROWEST_BAR) return `${percent} ${dim(left)}`;
      return `${progressBar(state.fraction, bar)} ${percent}  ${dim(left && `${left} left`)}`;
    }
    case 'hit':
      return dim('hit');
    case 'ran':
      return `${duration(state.seconds).padStart(7)}  ${dim(oneLine(reasonsText(state.reasons)))}`;
    case 'failed':
      return red(oneLine(state.error.message));
    case 'skipped':
      return dim(`skipped: ${state.because} did not succeed`);
  }
}

function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '));
}

/** A bar of so many columns, of which a share from 0 to 1 is done: `━━━━╸───`. It is told apart without colours. */
export function progressBar(fraction: number, columns: number): string {
  const halves = Math.round(Math.min(1, Math.max(0, fraction)) * columns * 2);
  const done = '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
  return cyan(done) + dim('─'.repeat(columns - done.length));
}
