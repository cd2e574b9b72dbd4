import { tap } from 'rxjs';
import type { ConfiguredStep } from '../../pipeline/configure.js';
import { RestudyError } from '../../pipeline/errors.js';
import type { RunEvent } from '../../pipeline/events.js';
import { runSteps } from '../../pipeline/run.js';
import { selectSteps } from '../../pipeline/select.js';
import { count } from '../count.js';
import type { CommonOptions } from '../main.js';
import { jsonView } from '../views/json.js';
import { plainView } from '../views/plain.js';
import { terminalView } from '../views/terminal.js';
import type { View } from '../views/view.js';
import { configuredSteps, withSession } from '../workspace.js';

interface RunCommandOptions extends CommonOptions {
  readonly threads?: string;
  readonly jobs: string;
  readonly force: readonly string[];
}

/** After an interrupt, what is on its way gets this long to end; then the process ends anyway. */
const GRACE_MS = 800;
const MOST_JOBS = 64;

/** `restudy run`: runs what is missing. Returns the exit code: 0 done, 1 a step failed, 130 interrupted. */
export async function run(wanted: readonly string[], options: RunCommandOptions): Promise<number> {
  const jobs = count('--jobs', options.jobs, MOST_JOBS);
  const steps = configuredSteps(options);
  const selected = selectSteps(steps, wanted);
  const forced = forcedSteps(steps, selected, options.force);
  return withSession(options, async (session) => {
    const view = chooseView(options);
    const interrupt = new AbortController();
    const onSignal = () => {
      if (interrupt.signal.aborted) process.exit(130);
      interrupt.abort();
      setTimeout(() => process.exit(130), GRACE_MS).unref();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    try {
      const command = process.argv.slice(2);
      const events = runSteps(selected, session, { jobs, forced, command }, interrupt.signal);
      const end = await lastEvent(events.pipe(tap((event) => view.show(event))));
      view.end(selected, session.store);
      return { done: 0, failed: 1, interrupted: 130 }[end.outcome];
    } finally {
      view.close();
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    }
  });
}

function forcedSteps(
  steps: readonly ConfiguredStep[],
  selected: readonly ConfiguredStep[],
  forced: readonly string[],
): ReadonlySet<string> {
  if (forced.length > 0) selectSteps(steps, forced);
  for (const id of forced) {
    if (!selected.some((step) => step.id === id)) {
      throw new RestudyError('bad-usage', `--force ${id}: the steps asked for do not need "${id}".`);
    }
  }
  return new Set(forced);
}

function chooseView({ json }: RunCommandOptions): View {
  if (json) return jsonView();
  return process.stdout.isTTY ? terminalView() : plainView();
}

function lastEvent(events: ReturnType<typeof runSteps>): Promise<Extract<RunEvent, { type: 'run-ended' }>> {
  return new Promise((resolve, reject) => {
    events.subscribe({
      next: (event) => {
        if (event.type === 'run-ended') resolve(event);
      },
      error: reject,
    });
  });
}
