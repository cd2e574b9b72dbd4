import type { Edit } from './edit.js';
import type { Outcome } from './tool.js';

/**
 * - `right`: what had to run did, and nothing else;
 * - `missed`: the result is not that of the edited study, or a step that had to run did not;
 * - `false`: a step ran although neither its code's meaning nor its input changed;
 * - `failed`: the tool ended badly.
 */
export type Verdict = 'right' | 'missed' | 'false' | 'failed';

export interface Finding {
  readonly verdict: Verdict;
  /** In a line. */
  readonly because: string;
}

/**
 * Judges the run after an edit.
 * @param runFresh runs the edited study with nothing known of earlier runs. It is asked for where the result is wrong: a
 * tool that takes two tasks for one is wrong then, too, and has missed as well
 */
export async function judge(
  { mustRun, total }: Pick<Edit, 'mustRun' | 'total'>,
  edited: Outcome,
  runFresh: () => Promise<Outcome>,
): Promise<Finding> {
  if (edited.total !== total) {
    const fresh = await runFresh();
    const because =
      fresh.total === total
        ? `it gives ${edited.total}, a fresh run ${total}`
        : `it gives ${edited.total}, and even a fresh run ${fresh.total}, not ${total}`;
    return { verdict: 'missed', because };
  }
  const idle = mustRun.filter((step) => !edited.ran.includes(step));
  if (idle.length > 0) return { verdict: 'missed', because: `not run: ${idle.join(', ')}` };
  const needless = edited.ran.filter((step) => !mustRun.includes(step));
  if (needless.length > 0) return { verdict: 'false', because: `run for nothing: ${needless.join(', ')}` };
  return { verdict: 'right', because: `run: ${edited.ran.join(', ') || 'nothing'}` };
}
