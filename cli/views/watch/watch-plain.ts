import path from 'node:path';
import { sourceFaultText } from '../../../reports/words/source-fault-text.js';
import { writeText } from '../../terminal/output.js';
import type { WatchView } from '../../watch/watch-event.js';
import { plainView } from '../plain.js';
import type { View } from '../view.js';

/** Plain lines for pipes and logs: those of each run, and between them what was saved and what is wrong with it. */
export function watchPlain(): WatchView {
  let run: View = plainView();
  return {
    show(event) {
      switch (event.type) {
        case 'outline':
          run = plainView();
          break;
        case 'saved':
          writeText(`saved: ${shownFiles(event.files)}`);
          break;
        case 'unreadable':
          for (const fault of event.faults) writeText(sourceFaultText(fault, process.cwd()).join('\n'));
          break;
        case 'ended':
          if (event.end.outcome === 'crashed') writeText(event.end.message ?? 'The run ended unexpectedly.');
          // Of one that was cancelled there is another to come.
          else if (event.end.outcome !== 'interrupted') run.end(event.end.results ?? []);
          break;
        case 'waiting':
          writeText(`waiting: ${event.files} files are watched`);
          break;
        default:
          run.show(event);
      }
    },
    close() {},
  };
}

/** Files as they are called from here. */
export function shownFiles(files: readonly string[]): string {
  return files.map((file) => path.relative(process.cwd(), file)).join(', ');
}
