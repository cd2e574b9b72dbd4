import { bold } from 'yoctocolors';
import { isSettled } from '../../pipeline/run/events.js';
import { summary } from '../../reports/text/summary.js';
import { duration, tagText } from '../../reports/words/words.js';
import type { RunOutline } from '../process/run-outline.js';
import { writeStyled } from '../terminal/output.js';
import { Screen } from '../terminal/screen.js';
import { windowRoom } from '../terminal/terminal-window.js';
import { runPicture } from './picture/run-picture.js';
import { RunStates } from './picture/run-states.js';
import { runStory } from './picture/run-story.js';
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
          writeStyled([
            ...runStory(states, columns()),
            '',
            `${event.outcome} in ${duration(event.seconds)}`,
            ...tag,
          ]);
      }
    },
    end: (results) => writeStyled(['', ...summary(results, { columns: columns(), paint: bold }).split('\n')]),
    close: () => screen?.stop(),
  };
}

function screenOf(outline: RunOutline, states: RunStates): Screen {
  return new Screen((room) => runPicture(outline, states.of, room));
}
