import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LivePageOptions } from '../live/live-page.js';
import type { WatchPage } from '../live/watch-page.js';
import { readSettings } from '../options/settings.js';
import { requestOf } from '../process/run-request.js';
import { interruptible } from '../terminal/interrupt.js';
import { isTerminal, writeLine, writeText } from '../terminal/output.js';
import { reported } from '../terminal/report-error.js';
import { listenToKeys } from '../watch/keys.js';
import type { WatchEvent, WatchView } from '../watch/watch-event.js';
import { StudyWatch } from '../watch/watch-study.js';

interface WatchOptions extends LivePageOptions {
  readonly jobs?: number;
  readonly ui?: boolean;
}

/**
 * `restudy watch`: runs what is missing, and again whenever something is saved that changes what a run would do. It ends by
 * Ctrl-C (exit code 130) or the key q (0).
 */
export async function watch(wanted: readonly string[], options: WatchOptions): Promise<number> {
  return reported(options, async () => {
    // What no save can mend is refused at once.
    await readSettings({ set: options.set });
    const listeners: ((event: WatchEvent) => void)[] = [];
    const study = new StudyWatch(requestOf(wanted, options), studyModule(options), (event) => {
      for (const tell of listeners) tell(event);
    });
    const page = options.ui ? await openPage(study, options) : undefined;
    if (page) listeners.push(page.tell);
    const view = await chooseView(options);
    listeners.push(view.show);
    const quit = new AbortController();
    const giveBackKeys =
      isTerminal() && !options.json
        ? listenToKeys({ q: () => quit.abort(), r: () => study.runAgain() })
        : undefined;
    try {
      await interruptible((interrupt) => study.untilAborted(AbortSignal.any([interrupt, quit.signal])));
      return quit.signal.aborted ? 0 : 130;
    } finally {
      giveBackKeys?.();
      view.close();
      await page?.close();
    }
  });
}

async function openPage(study: StudyWatch, options: WatchOptions): Promise<WatchPage> {
  const page = await (await import('../live/watch-page.js')).openWatchPage(study, options);
  if (options.json) writeLine({ type: 'page', url: page.url });
  else writeText(`The live page is at ${page.url}`);
  return page;
}

/** The module that wires the study, if there are sources to be saved: of its own study a release has none. */
function studyModule({ study }: WatchOptions): string | undefined {
  if (study !== undefined) return pathToFileURL(path.resolve(study)).href;
  return import.meta.url.endsWith('.ts') ? new URL('../../stages/study.ts', import.meta.url).href : undefined;
}

async function chooseView({ json }: WatchOptions): Promise<WatchView> {
  if (json) return (await import('../views/watch/watch-json.js')).watchJson();
  if (isTerminal()) return (await import('../views/watch/watch-terminal.js')).watchTerminal();
  return (await import('../views/watch/watch-plain.js')).watchPlain();
}
