import pLimit from 'p-limit';
import { Observable, Subject, takeUntil } from 'rxjs';
import type { RunHeader, RunStep } from '../../cache/record.js';
import type { Session } from '../key/session.js';
import { StepHistory } from '../key/step-history.js';
import type { ConfiguredStep } from '../study/configure.js';
import { Artifacts } from './artifacts.js';
import { isSettled, type RunEvent, type RunOutcome, type SettledState } from './events.js';
import { executeStep } from './execute.js';
import { runGraph } from './graph.js';
import { newRun } from './run-header.js';

/** How to run steps. No result depends on it. */
export interface RunOptions {
  /** How many steps may run at once. They share the threads; waiting ones keep no thread busy. */
  readonly jobs: number;
  /** Steps to run even though their results are there. */
  readonly forced?: ReadonlySet<string>;
  /** The command that the run belongs to, for its record. */
  readonly command?: readonly string[];
  /** The name to give to the run if it ends as done (checked: tag.ts). */
  readonly tag?: string;
}

/** Outcomes that were not committed with a result are written this often. */
const FLUSH_EVERY_MS = 500;

/**
 * Runs steps: looks each one up, and runs what is missing. The observable is cold: every subscription is a
 * run of its own. Unsubscribing cancels it, as does an abort of `signal`, which lets the run end in order:
 * tasks on their way end, finished cells are kept, and the run is recorded as interrupted.
 */
export function runSteps(
  steps: readonly ConfiguredStep[],
  session: Session,
  options: RunOptions,
  signal: AbortSignal = new AbortController().signal,
): Observable<RunEvent> {
  return new Observable((subscriber) => {
    const cancelled = new Subject<void>();
    const run = new Run(steps, session, options, (event) => subscriber.next(event), cancelled);
    const cancel = () => cancelled.next();
    signal.addEventListener('abort', cancel);
    run.start(signal.aborted).then(
      () => subscriber.complete(),
      (error) => subscriber.error(error),
    );
    return () => {
      signal.removeEventListener('abort', cancel);
      cancelled.next();
    };
  });
}

class Run {
  readonly #header: RunHeader;
  readonly #started = performance.now();
  readonly #settled = new Map<string, SettledState>();
  /** Executions that have not ended yet, cancelled ones included. */
  readonly #active = new Set<Promise<unknown>>();
  /** Outcomes still to be written. */
  #unwritten: RunStep[] = [];
  #lastFlush = performance.now();
  #writes: Promise<void> = Promise.resolve();

  readonly #steps: readonly ConfiguredStep[];
  readonly #session: Session;
  readonly #options: RunOptions;
  readonly #tell: (event: RunEvent) => void;
  readonly #cancelled: Subject<void>;

  constructor(
    steps: readonly ConfiguredStep[],
    session: Session,
    options: RunOptions,
    tell: (event: RunEvent) => void,
    cancelled: Subject<void>,
  ) {
    this.#steps = steps;
    this.#session = session;
    this.#options = options;
    this.#header = newRun(session.study, options.command ?? []);
    this.#tell = tell;
    this.#cancelled = cancelled;
  }

  async start(cancelledBefore: boolean): Promise<void> {
    const { study, store } = this.#session;
    const header = this.#header;
    await store.commit({ run: header });
    this.#tell({ type: 'run-started', run: this.#header.id, study, steps: this.#steps.map(({ id }) => id) });
    if (!cancelledBefore) await this.#runToEnd();
    await Promise.allSettled(this.#active);
    const outcome = this.#outcome();
    const done = { ...header, endedAt: new Date().toISOString(), outcome };
    await this.#writes;
    const { tag } = this.#options;
    const tagged = tag === undefined ? undefined : (await import('./tag.js')).tagRun(tag, done, store);
    await store.commit({ run: done, ...tagged?.change, ...this.#takeUnwritten() });
    if (tagged) this.#tell(tagged.event);
    const seconds = (performance.now() - this.#started) / 1000;
    this.#tell({ type: 'run-ended', run: this.#header.id, outcome, seconds });
  }

  #runToEnd(): Promise<void> {
    const execution = {
      ...this.#session,
      artifacts: new Artifacts(this.#session.store),
      forced: this.#options.forced ?? new Set<string>(),
      history: new StepHistory(this.#session),
      limit: pLimit(this.#options.jobs),
      run: this.#header.id,
    };
    const states = runGraph(this.#steps, (step, before, tell, signal) => {
      const work = executeStep(step, before, tell, signal, execution);
      this.#active.add(work);
      return work.finally(() => this.#active.delete(work));
    });
    return new Promise((resolve, reject) => {
      states.pipe(takeUntil(this.#cancelled)).subscribe({
        next: ({ step, state }) => {
          if (isSettled(state)) this.#settle(step, state);
          else this.#settled.delete(step);
          this.#tell({ type: 'step', step, state });
        },
        complete: resolve,
        error: reject,
      });
    });
  }

  #settle(step: string, state: SettledState): void {
    this.#settled.set(step, state);
    // The entry of a step that ran was committed together with its result.
    if (state.state !== 'ran') this.#unwritten.push(entryOf(step, state));
    if (performance.now() - this.#lastFlush > FLUSH_EVERY_MS) {
      this.#lastFlush = performance.now();
      this.#writes = this.#writes.then(() => this.#session.store.commit(this.#takeUnwritten()));
      this.#writes.catch(() => {}); // awaited, and so reported, at the end
    }
  }

  #takeUnwritten() {
    const entries = this.#unwritten;
    this.#unwritten = [];
    return entries.length > 0 ? { steps: { run: this.#header.id, study: this.#session.study, entries } } : {};
  }

  #outcome(): RunOutcome {
    const states = [...this.#settled.values()];
    if (states.some(({ state }) => state === 'failed')) return 'failed';
    return states.length === this.#steps.length ? 'done' : 'interrupted';
  }
}

function entryOf(step: string, state: SettledState): RunStep {
  switch (state.state) {
    case 'hit':
    case 'ran': {
      const { key, outputs } = state.record;
      return { step, outcome: state.state, key, outputs, seconds: state.seconds };
    }
    case 'failed':
      return { step, outcome: 'failed', seconds: state.seconds, message: state.error.message };
    case 'skipped':
      return { step, outcome: 'skipped', seconds: 0, message: `"${state.because}" did not succeed` };
  }
}
