import { duration } from '../../../words/words.js';
import type { PlannedView, RunView, StepView } from '../../wire.js';
import { isThrough } from './progress.js';

/** What a step looks like: a state of the run, or what a run would do with it. */
export type Look = StepView['state'] | 'will-run' | 'may-run';

export interface Display {
  readonly look: Look;
  /** A few words on the card. */
  readonly text: string;
  /** The share that is done, of a step that runs. */
  readonly fraction?: number;
  /** The record that there is of it. */
  readonly key?: string;
  /** Why it runs, or ran. */
  readonly reasons: readonly string[];
  /** Why it failed, or was skipped. */
  readonly message?: string;
}

/**
 * What a step shows. While a run is going on, its state in it. Afterwards the same for as long as it says what the study's
 * params, as they are set on the page, come to; else what a run would do.
 * @param view its state in the run that is going on, or in the last one.
 * @param isAsRun whether the params are still those of that run.
 */
export function displayOf(
  view: StepView | undefined,
  run: Pick<RunView, 'end'> | null,
  planned: PlannedView | undefined,
  isAsRun: boolean,
): Display {
  if (run && !run.end) return ofState(view ?? { state: 'waiting' });
  if (view && isThrough(view) && isAsRun && stillHolds(view, planned)) return ofState(view);
  return planned ? ofPlan(planned) : { look: 'waiting', text: '', reasons: [] };
}

/** A result may have been deleted, or the sources edited, since the run. */
function stillHolds(view: StepView, planned: PlannedView | undefined): boolean {
  const hasResult = view.state === 'hit' || view.state === 'ran';
  return !planned || hasResult === (planned.action === 'hit' && planned.key === view.key);
}

function ofState(view: StepView): Display {
  const { state, key, reasons = [], fraction, message } = view;
  return {
    look: state,
    text: stateText(view),
    reasons,
    ...(key === undefined ? {} : { key }),
    ...(message === undefined ? {} : { message }),
    ...(state === 'running' && fraction !== undefined ? { fraction } : {}),
  };
}

function stateText(view: StepView): string {
  const seconds = duration(view.seconds ?? 0);
  switch (view.state) {
    case 'waiting':
      return 'waits';
    case 'looking-up':
      return 'looking up';
    case 'queued':
      return 'queued';
    case 'computed-elsewhere':
      return 'computed elsewhere';
    case 'running': {
      const left = view.secondsLeft == null ? '' : `, ${duration(view.secondsLeft)} left`;
      return `${Math.floor((view.fraction ?? 0) * 100)} %${left}`;
    }
    case 'hit':
      return 'hit';
    case 'ran':
      return `ran in ${seconds}`;
    case 'failed':
      return 'failed';
    case 'skipped':
      return 'skipped';
  }
}

function ofPlan({ action, key, reasons, lastSeconds }: PlannedView): Display {
  const took = lastSeconds === undefined ? '' : `, about ${duration(lastSeconds)}`;
  switch (action) {
    case 'hit':
      return { look: 'hit', text: 'hit', reasons, ...(key === undefined ? {} : { key }) };
    case 'run':
      return { look: 'will-run', text: `will run${took}`, reasons };
    case 'may-run':
      return { look: 'may-run', text: 'may be cut off', reasons };
    case 'shared':
      return { look: 'may-run', text: 'will be a hit', reasons };
  }
}
