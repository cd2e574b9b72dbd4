import { createLogUpdate } from 'log-update';
import { bold, cyan, dim, green, red, yellow } from 'yoctocolors';
import { isSettled, type StepState } from '../../pipeline/events.js';
import { summary } from '../../reports/summary.js';
import { duration, reasonsText, tagText } from '../../reports/words.js';
import { outputStream, writeOut } from '../output.js';
import type { View } from './view.js';

const REDRAW_MS = 80;
const BAR_CELLS = 24;
const PARTIAL_BLOCKS = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A live picture of the run: a line a step, with a bar and the time left for those that run. */
export function terminalView(): View {
  const out = createLogUpdate(outputStream());
  const states = new Map<string, StepState>();
  let tagged = '';
  let footer = '';
  let timer: NodeJS.Timeout | undefined;

  const draw = () => {
    const width = Math.max(...[...states.keys()].map((step) => step.length), 0);
    const lines = [...states].map(([step, state]) => stepLine(step.padEnd(width), state));
    out([...fitToWindow(lines, [...states.values()]), footer].join('\n'));
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    draw();
    out.done();
  };
  return {
    show(event) {
      switch (event.type) {
        case 'run-started':
          for (const step of event.steps) states.set(step, { state: 'waiting' });
          timer = setInterval(draw, REDRAW_MS);
          break;
        case 'step':
          states.set(event.step, event.state);
          break;
        case 'tag':
          tagged = `\n${tagText(event)}`;
          break;
        case 'run-ended':
          footer = `${tagged}\n${event.outcome} in ${duration(event.seconds)}`;
          stop();
      }
    },
    end: (results) => writeOut(`\n${summary(results, bold)}\n`),
    close() {
      if (timer) stop();
    },
  };
}

/** In a low window, what is through and what waits gives way to what runs. */
function fitToWindow(lines: readonly string[], states: readonly StepState[]): string[] {
  const room = Math.max(4, (process.stdout.rows ?? 24) - 4);
  if (lines.length <= room) return [...lines];
  const busy = lines.filter((_, index) => !isQuiet(states[index]!)).slice(0, room - 1);
  const through = states.filter(isSettled).length;
  return [...busy, dim(`${through} of ${lines.length} steps are through`)];
}

function isQuiet({ state }: StepState): boolean {
  return state === 'waiting' || state === 'hit' || state === 'ran' || state === 'skipped';
}

function stepLine(step: string, state: StepState): string {
  const width = process.stdout.columns ?? 80;
  switch (state.state) {
    case 'waiting':
      return dim(`  ${step}`);
    case 'looking-up':
      return `${dim('?')} ${step} ${dim('looking up')}`;
    case 'queued':
      return `${dim('·')} ${step} ${dim('queued')}`;
    case 'computed-elsewhere':
      return `${yellow('·')} ${step} ${dim('another process computes it')}`;
    case 'running': {
      const percent = `${Math.floor(state.fraction * 100)} %`.padStart(5);
      const left = state.secondsLeft === null ? '' : `${duration(state.secondsLeft)} left`;
      return `${cyan('▸')} ${step} ${cyan(bar(state.fraction))} ${percent}  ${dim(left)}`;
    }
    case 'hit':
      return `${green('=')} ${step} ${dim('hit')}`;
    case 'ran': {
      const why = reasonsText(state.reasons);
      const space = Math.max(0, width - step.length - 16);
      return `${green('✓')} ${step} ${duration(state.seconds).padStart(7)}  ${dim(cut(why, space))}`;
    }
    case 'failed':
      return `${red('✗')} ${step} ${red(state.error.message)}`;
    case 'skipped':
      return `${yellow('-')} ${step} ${dim(`skipped: ${state.because} did not succeed`)}`;
  }
}

function bar(fraction: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_CELLS * 8);
  const full = Math.floor(eighths / 8);
  const partial = full < BAR_CELLS ? PARTIAL_BLOCKS[eighths % 8]! : '';
  return ('█'.repeat(full) + partial).padEnd(BAR_CELLS, ' ');
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
