import { parseArgs } from 'node:util';
import { runIfFound } from '../pipeline/run/all-hits.js';
import { isSettled, type SettledState } from '../pipeline/run/events.js';
import { selectSteps } from '../pipeline/study/select.js';
import { stepResults } from '../reports/figures/step-results.js';
import { RELAY } from './process/run-request.js';
import { chooseView } from './views/choose.js';
import { withStore } from './workspace/open-store.js';
import { type ReleasedStep, type ReleasedStudy, releasedParts } from './workspace/released-study.js';

/** Put in when this is bundled. */
declare const RESTUDY_STUDY: ReleasedStudy;

/**
 * `restudy run` of a released study with no param set, if there is nothing to do: a program of its own, as it should
 * take no time. Returns false in all other cases, and whenever something is wrong; then nothing was done or said, and
 * the whole command line has to start, which will find the same and explain it.
 */
export async function runReleased(args: readonly string[]): Promise<boolean> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { cache: { type: 'string', default: '.restudy' }, json: { type: 'boolean', default: false } },
    });
    const [command, ...wanted] = positionals;
    if (args[0] !== 'run' || command !== 'run' || process.env[RELAY] !== undefined) return false;
    const steps = selectSteps(RESTUDY_STUDY.steps, wanted);
    return await withStore({ ...values, set: [] }, async (store) => {
      const partsOf = (step: ReleasedStep) => releasedParts(step, store);
      const events = await runIfFound(steps, partsOf, { study: RESTUDY_STUDY.study, store }, args);
      if (!events) return false;
      const view = await chooseView(values, noOutline);
      const settled = new Map<string, SettledState>();
      for (const event of events) {
        if (event.type === 'step' && isSettled(event.state)) settled.set(event.step, event.state);
        view.show(event);
      }
      view.end(stepResults(RESTUDY_STUDY.study, steps, settled, store));
      await view.close();
      return true;
    });
  } catch {
    return false;
  }
}

function noOutline(): never {
  throw new Error('Nothing is drawn of a run that is over at once.');
}
