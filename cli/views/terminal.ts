import { bold } from 'yoctocolors';
import { isSettled } from '../../pipeline/events.js';
import { summary } from '../../reports/text/summary.js';
import { duration, tagText } from '../../reports/words/words.js';
import type { RunOutline } from '../process/run-outline.js';
import { writeOut } from '../terminal/output.js';
import { windowRoom } from '../terminal/terminal-window.js';
import { runPicture } from './picture/run-picture.js';
import { RunStates } from './picture/run-states.js';
import { runStory } from './picture/run-story.js';
import { Screen } from './picture/screen.js';
import type { View } from './view.js';

/**
 * A live picture of the run on a terminal; in the end what ran and why, and the table of results. A run that is all
 * hits goes straight to its end.
 * @param outline is asked for when there is something to draw.
 */
export function terminalView(outline: () => RunOutline): View {
  let states = new RunStates([]);
  let screen: Screen | undefined;
  let tag: readonly string[] = [];
  const columns = () => windowRoom().columns;
  const print = (...lines: readonly string[]) => writeOut(lines.map((line) => `${line}\n`).join(''));
  return {
    show(event) {
      states.add(event);
      switch (event.type) {
        case 'run-started':
          states = new RunStates(event.steps);
          break;
        case 'step':
          if (screen) screen.changed();
          else if (!isSettled(event.state)) {
            screen = screenOf(outline(), states);
            screen.start();
          }
          break;
        case 'tag':
          tag = [tagText(event)];
          break;
        case 'run-ended':
          screen?.stop();
          print(...runStory(states, columns()), '', `${event.outcome} in ${duration(event.seconds)}`, ...tag);
      }
    },
    end: (results) => print('', summary(results, { columns: columns(), paint: bold })),
    close: () => screen?.stop(),
  };
}

function screenOf(outline: RunOutline, states: RunStates): Screen {
  return new Screen((room) => runPicture(outline, states.of, room));
}
