import type { WatchView } from '../watch/watch-event.js';
import { writeLine } from '../write.js';
import { jsonView } from './json.js';

/** One JSON object a line: those of each run (json.ts), and `saved`, `unreadable`, `crashed` and `waiting`. */
export function watchJson(): WatchView {
  const run = jsonView();
  return {
    show(event) {
      switch (event.type) {
        case 'outline':
          break;
        case 'results':
          run.end(event.results);
          break;
        case 'saved':
        case 'unreadable':
        case 'crashed':
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
