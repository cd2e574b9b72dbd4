import { once } from 'node:events';
import { Hub } from '../../reports/live/events/hub.js';
import { type LivePage, type LivePageOptions, openLivePage } from '../live/live-page.js';
import { LiveRuns } from '../live/live-runs.js';
import type { CommonOptions } from '../options/options.js';
import type { RunOutline } from '../process/run-outline.js';
import { type RunRequest, requestOf } from '../process/run-request.js';
import { writeLine, writeText, writeWarning } from '../terminal/output.js';
import { reported } from '../terminal/report-error.js';
import { chooseView } from '../views/choose.js';
import { Workspace } from '../workspace/workspace.js';

interface ServeOptions extends LivePageOptions {
  readonly jobs: number;
}

interface RunWithPageOptions extends ServeOptions {
  readonly force: readonly string[];
  readonly tag?: string;
}

/** `restudy serve`: the live page, until an interrupt. Nothing runs before the page asks for it. */
export async function serve(options: ServeOptions): Promise<number> {
  return reported(options, async () => {
    const { page, runs } = await openPage(options, new Workspace(options), requestOf([], options));
    await interrupted();
    await runs.close();
    await page.close();
    return 0;
  });
}

/**
 * `restudy run --ui`: a run that a page follows beside the terminal. The page stays after the run, until an interrupt.
 * Returns the exit code of the run.
 */
export async function runWithPage(
  wanted: readonly string[],
  options: RunWithPageOptions,
  workspace: Workspace,
): Promise<number> {
  return reported(options, async () => {
    const { force, tag } = options;
    const request = { ...requestOf(wanted, options), force, ...(tag === undefined ? {} : { tag }) };
    const { page, runs } = await openPage(options, workspace, request);
    const interrupt = interrupted();
    const end = await followRun(runs, interrupt, options);
    if (end.stays) {
      if (!options.json) writeText(`\nThe page stays at ${page.url} until Ctrl-C.`);
      await interrupt;
    }
    await runs.close();
    await page.close();
    return end.code;
  });
}

/** Shows the first run in the terminal as `restudy run` does. An interrupt brings it to its end. */
async function followRun(
  runs: LiveRuns,
  interrupt: Promise<void>,
  options: CommonOptions,
): Promise<{ readonly code: number; readonly stays: boolean }> {
  let outline: RunOutline = { steps: [], jobs: 1, reads: [] };
  const view = await chooseView(options, () => outline);
  const run = runs.start(view.show, (known) => {
    outline = known;
  });
  const stays = await Promise.race([run.then(() => true), interrupt.then(() => false)]);
  if (!stays) runs.cancel();
  const { outcome, message = 'nobody knows why', results } = await run;
  if (results) view.end(results);
  await view.close();
  if (outcome === 'crashed') writeWarning(`the run ended unexpectedly: ${message}`);
  return { code: { done: 0, failed: 1, crashed: 1, interrupted: 130 }[outcome], stays };
}

async function openPage(
  options: ServeOptions,
  workspace: Workspace,
  request: RunRequest,
): Promise<{ readonly page: LivePage; readonly runs: LiveRuns }> {
  // Bad params are found before anything is opened.
  await workspace.steps();
  const hub = new Hub();
  const runs = new LiveRuns(hub, request);
  const page = await openLivePage(options, workspace, hub, runs);
  if (options.json) writeLine({ type: 'page', url: page.url });
  else writeText(`The live page is at ${page.url} (Ctrl-C ends it).`);
  return { page, runs };
}

/** Resolves at the first interrupt; a second one ends the process. */
async function interrupted(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  process.on('SIGINT', () => process.exit(130));
}
