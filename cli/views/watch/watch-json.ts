import { writeLine } from '../../terminal/output.js';
import type { WatchView } from '../../watch/watch-event.js';
import { jsonView } from '../json.js';

/** One JSON object a line: those of each run (json.ts), and between them `saved`, `unreadable`, `crashed` and `waiting`. */
export function watchJson(): WatchView {
  const run = jsonView();
  return {
    show(event) {
      switch (event.type) {
        case 'outline':
          break;
        case 'ended': {
          const { outcome, message, results = [] } = event.end;
          run.end(results);
          if (outcome === 'crashed') writeLine({ type: 'crashed', message });
          break;
        }
        case 'saved':
        case 'unreadable':
        case 'waiting':
          writeLine(event);
          break;
        default:
          run.show(event);
      }
    },
    close() {},
  };
}
