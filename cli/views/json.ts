import { isSettled, type SettledState } from '../../pipeline/run/events.js';
import { writeLine } from '../terminal/output.js';
import type { View } from './view.js';

/** One JSON object a line: `run-started`, a `step` when it is through, `model` figures, `run-ended`. */
export function jsonView(): View {
  return {
    show(event) {
      if (event.type !== 'step') return writeLine(event);
      const { step, state } = event;
      if (!isSettled(state)) return;
      writeLine({ type: 'step', step, ...outcomeOf(state) });
    },
    end(results) {
      for (const { step, scores } of results)
        if (scores) writeLine({ type: 'model', model: step, ...scores });
    },
    close() {},
  };
}

function outcomeOf(state: SettledState): object {
  switch (state.state) {
    case 'hit':
    case 'ran':
      return {
        outcome: state.state,
        key: state.record.key,
        outputs: state.record.outputs,
        seconds: state.seconds,
        ...(state.state === 'ran' ? { reasons: state.reasons, log: state.record.log } : {}),
      };
    case 'failed':
      return { outcome: 'failed', seconds: state.seconds, message: state.error.message };
    case 'skipped':
      return { outcome: 'skipped', because: state.because };
  }
}
