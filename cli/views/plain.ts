import { isSettled } from '../../pipeline/run/events.js';
import { summary } from '../../reports/text/summary.js';
import { duration, reasonsText, tagText } from '../../reports/words/words.js';
import { writeText } from '../terminal/output.js';
import type { View } from './view.js';

/** Plain lines for pipes and logs: one when a step begins to run, one when it is through, the table last. */
export function plainView(): View {
  const running = new Set<string>();
  return {
    show(event) {
      if (event.type === 'tag') writeText(tagText(event));
      if (event.type === 'run-ended') writeText(`${event.outcome} in ${duration(event.seconds)}`);
      if (event.type !== 'step') return;
      const { step, state } = event;
      if (state.state === 'running' && !running.has(step)) {
        running.add(step);
        writeText(`${step}: running (${reasonsText(state.reasons)})`);
      }
      if (!isSettled(state)) return;
      running.delete(step);
      if (state.state === 'hit') writeText(`${step}: hit`);
      else if (state.state === 'ran') writeText(`${step}: ran in ${duration(state.seconds)}`);
      else if (state.state === 'failed') writeText(`${step}: failed: ${state.error.message}`);
      else writeText(`${step}: skipped, since ${state.because} did not succeed`);
    },
    end: (results) => writeText(`\n${summary(results)}`),
    close() {},
  };
}
