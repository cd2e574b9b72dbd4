import type { StepState } from '../../../pipeline/run/events.js';
import { reasonTexts } from '../../words/words.js';
import type { StepView } from '../wire.js';

/** What a page shows of a step's state: records stay behind, to be asked for by their keys. */
export function stepView(state: StepState): StepView {
  switch (state.state) {
    case 'waiting':
    case 'looking-up':
      return { state: state.state };
    case 'queued':
      return { state: 'queued', key: state.key, reasons: reasonTexts(state.reasons) };
    case 'computed-elsewhere':
      return { state: 'computed-elsewhere', key: state.key };
    case 'running': {
      const { key, reasons, fraction, secondsLeft } = state;
      return { state: 'running', key, reasons: reasonTexts(reasons), fraction, secondsLeft };
    }
    case 'hit':
      return { state: 'hit', key: state.record.key, seconds: state.record.circumstances.seconds };
    case 'ran': {
      const { record, reasons, seconds } = state;
      return { state: 'ran', key: record.key, reasons: reasonTexts(reasons), seconds };
    }
    case 'failed': {
      const { error, seconds, key } = state;
      return { state: 'failed', message: error.message, seconds, ...(key ? { key } : {}) };
    }
    case 'skipped':
      return { state: 'skipped', message: `${state.because} did not succeed` };
  }
}
