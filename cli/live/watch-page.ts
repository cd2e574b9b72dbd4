import { overrideOptions } from '../../reports/live/content/overrides.js';
import { Hub } from '../../reports/live/events/hub.js';
import type { Overrides } from '../../reports/live/wire.js';
import { sourceFaultText } from '../../reports/words/source-fault-text.js';
import type { WatchEvent } from '../watch/watch-event.js';
import type { StudyWatch } from '../watch/watch-study.js';
import { Workspace } from '../workspace/workspace.js';
import { type LivePage, type LivePageOptions, openLivePage } from './live-page.js';

export interface WatchPage extends LivePage {
  /** Tells the page what the watch tells. */
  tell(event: WatchEvent): void;
}

/**
 * Serves the live page of a watch. Params that are changed on it hold for the runs that saves start too, until the page runs
 * with others. Its forms and its graph are those of the study as it was when the watch was started.
 */
export async function openWatchPage(study: StudyWatch, options: LivePageOptions): Promise<WatchPage> {
  const hub = new Hub();
  let overrides: Overrides = {};
  const page = await openLivePage(options, new Workspace(options), hub, {
    run(wanted) {
      study.runWith(overrideOptions(wanted));
      overrides = wanted;
    },
    cancel: () => study.cancel(),
  });
  let isBegun = false;
  return {
    ...page,
    tell(event) {
      switch (event.type) {
        case 'outline':
          // Not before: what cannot run leaves what the last run came to on view.
          hub.begin(overrides);
          isBegun = true;
          break;
        case 'unreadable':
          hub.cannotRun(event.faults.map((fault) => sourceFaultText(fault, process.cwd())[0]!).join('; '));
          break;
        case 'ended': {
          const { outcome, message } = event.end;
          if (isBegun) hub.end({ outcome, ...(message === undefined ? {} : { message }) });
          else if (outcome === 'crashed') hub.cannotRun(message ?? 'nobody knows why');
          isBegun = false;
          break;
        }
        case 'saved':
        case 'waiting':
          break;
        default:
          hub.show(event);
      }
    },
  };
}
