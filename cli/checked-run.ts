import { checkHits, type Hit, sampleHits } from '../pipeline/audit/check-hits.js';
import type { Session } from '../pipeline/key/session.js';
import type { SettledState } from '../pipeline/run/events.js';
import type { ConfiguredStep } from '../pipeline/study/configure.js';
import { interruptible } from './terminal/interrupt.js';
import { checkView } from './views/check.js';

/**
 * Executes again what was a hit in a run that has ended: all of it, or a sample. Returns the exit code: 0 it gave the
 * bytes that are kept, 1 something did not, 130 interrupted.
 */
export async function checkRun(
  steps: readonly ConfiguredStep[],
  settled: ReadonlyMap<string, SettledState>,
  session: Session,
  options: { readonly run: string; readonly all: boolean; readonly jobs: number; readonly json: boolean },
): Promise<number> {
  const hits = steps.flatMap((step): Hit[] => {
    const state = settled.get(step.id);
    return state?.state === 'hit' ? [{ step, record: state.record }] : [];
  });
  const checked = options.all ? hits : sampleHits(hits, options.run);
  const view = checkView(options.json, hits.length);
  try {
    return await interruptible(async (signal) => {
      try {
        return (await checkHits(checked, session, options.jobs, view.show, signal)) ? 0 : 1;
      } catch (error) {
        if (signal.aborted) return 130;
        throw error;
      }
    });
  } finally {
    view.end();
  }
}
