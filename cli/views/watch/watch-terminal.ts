import { bold, dim, red } from 'yoctocolors';
import type { StepResult } from '../../../reports/figures/step-results.js';
import { summary } from '../../../reports/text/summary.js';
import { cut, wrap } from '../../../reports/words/lines.js';
import { printable } from '../../../reports/words/printable.js';
import { sourceFaultText } from '../../../reports/words/source-fault-text.js';
import { duration } from '../../../reports/words/words.js';
import type { RunOutline } from '../../process/run-outline.js';
import { Screen } from '../../terminal/screen.js';
import type { Room } from '../../terminal/terminal-window.js';
import type { WatchEvent, WatchView } from '../../watch/watch-event.js';
import { runPicture } from '../picture/run-picture.js';
import { RunStates } from '../picture/run-states.js';
import { runStory } from '../picture/run-story.js';
import { shownFiles } from './watch-plain.js';

const KEYS = 'r runs again, q quits';
/** Of what a process that crashed wrote, the beginning says where. */
const MOST_ERROR_LINES = 12;

/**
 * A picture that stays: while a study runs, the run; while nothing does, the last good results, below them what is wrong with
 * what was saved, and what it waits for. Of each run a line is kept above.
 */
export function watchTerminal(): WatchView {
  let outline: RunOutline | undefined;
  let states = new RunStates([]);
  let results: readonly StepResult[] = [];
  /** What the last run or the sources came to, below the results. */
  let news: (columns: number) => readonly string[] = () => [];
  let foot = 'starting';
  const screen = new Screen((room) =>
    outline ? runPicture(outline, states.of, room) : restPicture(results, news(room.columns), foot, room),
  );
  screen.start();

  const keep = (line: string) => screen.print([`${dim(clock())} ${line}`]);
  const show = (event: WatchEvent) => {
    switch (event.type) {
      case 'saved':
        keep(`saved ${printable(shownFiles(event.files))}`);
        foot = 'starting';
        break;
      case 'outline':
        ({ outline } = event);
        states = new RunStates(outline.steps.map(({ step }) => step));
        break;
      case 'step':
        states.add(event);
        break;
      case 'run-ended': {
        const ran = states.steps('ran').length;
        const hits = states.steps('hit').length;
        keep(`${event.outcome} in ${duration(event.seconds)}: ${ran} ran, ${hits} were hits`);
        const ended = states;
        news = (columns) => runStory(ended, columns);
        outline = undefined;
        break;
      }
      case 'ended': {
        const { outcome, message = 'The run ended unexpectedly.', results: ended = [] } = event.end;
        outline = undefined;
        // Those of a run that failed are not whole: the last good ones stay.
        if (outcome === 'done') results = ended;
        if (outcome === 'crashed') {
          const lines = message.split('\n').slice(0, MOST_ERROR_LINES).map(printable);
          news = (columns) => lines.flatMap((line) => wrap(line, columns)).map(red);
        }
        break;
      }
      case 'unreadable':
        news = (columns) =>
          event.faults.flatMap((fault) => {
            const [what = '', ...where] = sourceFaultText(fault, process.cwd());
            return [...wrap(what, columns).map(red), ...where];
          });
        outline = undefined;
        break;
      case 'waiting':
        foot = `waiting for a save of one of ${event.files} files`;
    }
    screen.changed();
  };
  return { show, close: () => screen.stop() };
}

/** Results, news and foot, as far as there is room: first the results without figures go, then all of them. */
function restPicture(
  results: readonly StepResult[],
  news: readonly string[],
  foot: string,
  { columns, rows }: Room,
): string[] {
  const isWide = foot.length + 2 + KEYS.length <= columns;
  const end = isWide ? [`${foot}  ${dim(KEYS)}`] : [foot, dim(KEYS)];
  const below = [...(news.length > 0 ? [...news, ''] : []), ...end].map((line) => cut(line, columns));
  const withFigures = results.filter(({ scores, grid }) => scores ?? grid);
  const tables = [results, withFigures].map((some) =>
    some.length > 0 ? ['', ...summary(some, { columns, paint: bold }).split('\n'), ''] : [],
  );
  const table = tables.find((lines) => lines.length + below.length <= rows) ?? [];
  return [...table, ...below].slice(-rows);
}

/** `13:05:12` */
function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}
