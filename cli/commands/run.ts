import { RestudyError } from '../../pipeline/errors.js';
import type { Session } from '../../pipeline/key/session.js';
import { runIfAllHits } from '../../pipeline/run/all-hits.js';
import { isSettled, type RunEvent, type SettledState } from '../../pipeline/run/events.js';
import type { RunOptions } from '../../pipeline/run/run.js';
import type { ConfiguredStep } from '../../pipeline/study/configure.js';
import { selectSteps } from '../../pipeline/study/select.js';
import { stepResults } from '../../reports/figures/step-results.js';
import type { CommonOptions } from '../options/options.js';
import { outlineRun } from '../process/run-outline.js';
import { interruptible } from '../terminal/interrupt.js';
import { chooseView } from '../views/choose.js';
import { Workspace } from '../workspace/workspace.js';

interface RunCommandOptions extends CommonOptions {
  readonly jobs: number;
  readonly force: readonly string[];
  readonly tag?: string;
  /** True without a value. */
  readonly check?: string | true;
  readonly ui?: boolean;
  readonly port: number;
}

/**
 * `restudy run`: runs what is missing. Returns the exit code: 0 done, 1 a step failed or a hit turned out to be wrong
 * (--check), 130 interrupted.
 */
export async function run(wanted: readonly string[], options: RunCommandOptions): Promise<number> {
  const { jobs } = options;
  const workspace = new Workspace(options);
  const steps = await workspace.steps();
  const selected = selectSteps(steps, wanted);
  const forced = forcedSteps(steps, selected, options.force);
  const { tag } = options;
  if (tag !== undefined) (await import('../../pipeline/run/tag.js')).checkTag(tag);
  const checked = options.check === undefined ? undefined : checkedHits(options.check, options);
  if (options.ui) return (await import('./serve.js')).runWithPage(wanted, options, workspace);
  return workspace.withSession(async (session) => {
    const view = await chooseView(options, () => outlineRun(selected, jobs, session));
    const command = process.argv.slice(2);
    const settled = new Map<string, SettledState>();
    const show = (event: RunEvent) => {
      if (event.type === 'step' && isSettled(event.state)) settled.set(event.step, event.state);
      view.show(event);
    };
    try {
      const hits = forced.size === 0 ? await runIfAllHits(selected, session, command, tag) : undefined;
      hits?.forEach(show);
      const runOptions = { jobs, forced, command, ...(tag === undefined ? {} : { tag }) };
      const end = hits?.at(-1) ?? (await runToEnd(selected, session, runOptions, show));
      view.end(stepResults(session.study, selected, settled, session.store));
      if (end.type !== 'run-ended') return 1;
      const code = { done: 0, failed: 1, interrupted: 130 }[end.outcome];
      if (!checked || end.outcome === 'interrupted') return code;
      const { checkRun } = await import('../checked-run.js');
      return Math.max(code, await checkRun(selected, settled, session, { ...checked, jobs, run: end.run }));
    } finally {
      await view.close();
    }
  });
}

/** Runs steps to the end, which an interrupt brings near. Returns the last event. */
async function runToEnd(
  steps: readonly ConfiguredStep[],
  session: Session,
  options: RunOptions,
  show: (event: RunEvent) => void,
): Promise<RunEvent> {
  const [{ lastValueFrom, tap }, { runSteps }] = await Promise.all([
    import('rxjs'),
    import('../../pipeline/run/run.js'),
  ]);
  return interruptible((signal) => lastValueFrom(runSteps(steps, session, options, signal).pipe(tap(show))));
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

/** Which hits are to be executed again, as --check says. */
function checkedHits(
  check: string | true,
  { ui, json }: RunCommandOptions,
): { readonly all: boolean; readonly json: boolean } {
  if (check !== true && check !== 'all') {
    throw new RestudyError(
      'bad-usage',
      `--check takes "all", or nothing for a sample; got "${check}". Steps go before it: restudy run ${check} --check.`,
    );
  }
  if (ui) {
    throw new RestudyError(
      'bad-usage',
      '--check cannot go with --ui, whose run is a process of its own: restudy run --check checks what that has made.',
    );
  }
  return { all: check === 'all', json: json ?? false };
}
