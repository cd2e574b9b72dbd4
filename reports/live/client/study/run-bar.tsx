import { useEffect } from 'preact/hooks';
import { duration } from '../../../words/words.js';
import { progressOf } from '../state/progress.js';
import {
  busy,
  cancelRun,
  clock,
  overrides,
  plan,
  planTotal,
  problems,
  run,
  runAt,
  runStates,
  startRun,
  study,
} from '../state/state.js';

/** How often the time goes on while there is no news. */
const CLOCK_MS = 1_000;

/** What the study is doing, how far it is, and the button that starts or cancels a run. */
export function RunBar() {
  const elapsed = useElapsed();
  const current = run.value;
  const isBusy = busy.value;
  const changed = Object.keys(overrides.value).length > 0;
  const progress = current && isBusy ? progressOf(runStates(), plan.value, elapsed) : undefined;
  useTitle(progress && Math.floor(progress.fraction * 100));
  return (
    <section class="run-bar" aria-label="Run" data-run={current?.number ?? 0}>
      <div class="run-words">
        <p class="run-headline" role="status">
          {headline()}
        </p>
        <p class="quiet run-detail">
          {progress
            ? [
                `${progress.through} of ${progress.total} steps`,
                duration(elapsed),
                ...(progress.secondsLeft === null ? [] : [`about ${duration(progress.secondsLeft)} left`]),
              ].join(' · ')
            : planTotal.value}
        </p>
      </div>
      {isBusy ? (
        <button type="button" class="button" onClick={() => void cancelRun()}>
          Cancel
        </button>
      ) : (
        <button
          type="button"
          class="button button-primary"
          disabled={problems.value.length > 0}
          onClick={() => void startRun()}
        >
          {changed ? 'Run with changes' : 'Run'}
        </button>
      )}
      {progress && (
        <progress class="run-progress" max={1} value={progress.fraction} aria-label="Progress of the run" />
      )}
    </section>
  );
}

/** Seconds since the run started, by the server's clock as it was and this browser's since then. */
function useElapsed(): number {
  const isBusy = busy.value;
  useEffect(() => {
    if (!isBusy) return;
    const interval = setInterval(() => {
      const now = performance.now();
      if (!document.hidden && now - clock.peek() >= CLOCK_MS) clock.value = now;
    }, CLOCK_MS);
    return () => clearInterval(interval);
  }, [isBusy]);
  return (run.value?.seconds ?? 0) + Math.max(0, clock.value - runAt.value) / 1000;
}

/** The title of the tab says how far a run is, for when another tab is looked at. */
function useTitle(percent: number | undefined): void {
  const title = [...(percent === undefined ? [] : [`${percent} %`]), study.value?.name, 'Restudy'].join(
    ' · ',
  );
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function headline(): string {
  const current = run.value;
  if (busy.value) return current?.id == null ? 'Starting' : 'Running';
  if (!current?.end) return 'Ready';
  const { outcome, message } = current.end;
  if (outcome === 'not-started') return `Cannot run what is saved: ${message}`;
  const words = { done: 'Done', failed: 'Failed', interrupted: 'Interrupted', crashed: 'Ended unexpectedly' };
  return `${words[outcome]} in ${duration(current.seconds)}${message === undefined ? '' : `: ${message}`}`;
}
