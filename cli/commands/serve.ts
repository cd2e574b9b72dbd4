import { once } from 'node:events';
import { Hub } from '../../reports/live/hub.js';
import { type LiveServer, serveLive } from '../../reports/live/server.js';
import { study } from '../../stages/study.js';
import { CacheReader } from '../cache-reader.js';
import { count, MOST_JOBS } from '../count.js';
import { LiveRuns } from '../live-runs.js';
import type { CommonOptions } from '../options.js';
import { isTerminal } from '../output.js';
import { reportError } from '../report-error.js';
import type { RunRequest } from '../run-process.js';
import { readSettings } from '../settings.js';
import type { View } from '../views/view.js';
import { configuredSteps } from '../workspace.js';
import { writeLine, writeText } from '../write.js';

export interface ServeOptions extends CommonOptions {
  readonly port: string;
  readonly threads?: string;
  readonly jobs: string;
}

interface RunWithPageOptions extends ServeOptions {
  readonly force: readonly string[];
  readonly tag?: string;
}

const MOST_PORT = 65_535;

/** `restudy serve`: the live page, until an interrupt. Nothing runs before the page asks for it. */
export async function serve(options: ServeOptions): Promise<number> {
  return guarded(options, async () => {
    await configuredSteps(options);
    const page = await openPage(options, request([], options));
    tellAddress(page.server, options);
    await interrupted();
    await page.close();
    return 0;
  });
}

/**
 * `restudy run --ui`: a run that a page follows beside the terminal. The page stays after the run, until an interrupt.
 * Returns the exit code of the run.
 */
export async function runWithPage(wanted: readonly string[], options: RunWithPageOptions): Promise<number> {
  return guarded(options, async () => {
    await configuredSteps(options);
    const page = await openPage(options, { ...request(wanted, options), ...asked(options) });
    tellAddress(page.server, options);
    const view = await chooseView(options);
    const interrupt = interrupted();
    const run = page.runs.start((event) => view.show(event));
    const ended = await Promise.race([run, interrupt.then(() => undefined)]);
    if (ended === undefined) page.runs.cancel();
    const { outcome, message, results } = await run;
    if (results) view.end(results);
    await view.close();
    if (outcome === 'crashed') writeText(`The run ended unexpectedly: ${message ?? 'nobody knows why'}`);
    if (ended !== undefined) {
      if (!options.json) writeText(`\nThe page stays at ${page.server.url} until Ctrl-C.`);
      await interrupt;
    }
    await page.close();
    return { done: 0, failed: 1, crashed: 1, interrupted: 130 }[outcome];
  });
}

/** A page of this study and all that is behind it. */
async function openPage(options: ServeOptions, base: RunRequest) {
  const hub = new Hub();
  const runs = new LiveRuns(hub, base);
  const reader = new CacheReader(study.name, options);
  const server = await serveLive({
    hub,
    controls: runs,
    workspace: {
      study,
      settings: () => readSettings(options),
      withSession: (body) => reader.read(body),
    },
    port: count('--port', options.port, MOST_PORT, 0),
    assets: assetsFolder(),
  });
  return {
    server,
    runs,
    async close() {
      await runs.close();
      await server.close();
      await reader.close();
    },
  };
}

/** The page's files are built, for the sources too. */
function assetsFolder(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../../dist/live/' : './live/', import.meta.url);
}

function request(wanted: readonly string[], options: ServeOptions): RunRequest {
  const { cache, params, set, threads, sign } = options;
  count('--jobs', options.jobs, MOST_JOBS);
  return {
    wanted,
    cache,
    set,
    jobs: options.jobs,
    ...(params === undefined ? {} : { params }),
    ...(threads === undefined ? {} : { threads }),
    ...(sign === undefined ? {} : { sign }),
  };
}

function asked({ force, tag }: RunWithPageOptions): Pick<RunRequest, 'force' | 'tag'> {
  return { force, ...(tag === undefined ? {} : { tag }) };
}

function tellAddress({ url }: LiveServer, { json }: CommonOptions): void {
  if (json) writeLine({ type: 'page', url });
  else writeText(`The live page is at ${url} (Ctrl-C ends it).`);
}

async function chooseView({ json }: CommonOptions): Promise<View> {
  if (json) return (await import('../views/json.js')).jsonView();
  if (isTerminal()) return (await import('../views/terminal.js')).terminalView();
  return (await import('../views/plain.js')).plainView();
}

/** Resolves at the first interrupt; a second one ends the process. */
async function interrupted(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  process.on('SIGINT', () => process.exit(130));
}

/** These commands are a bundle of their own (scripts/build.mjs), whose errors only it can tell from others. */
async function guarded(options: CommonOptions, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    return reportError(error, options);
  }
}
