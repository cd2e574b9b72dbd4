import type { RunEvent } from '../../../pipeline/run/events.js';
import type { LiveEvent, Overrides, RunEnd, RunView, StepView } from '../wire.js';
import { stepView } from './step-view.js';
import { Subscription } from './subscription.js';

/** How far steps are, is told this often and of all of them at once: every page draws it, beside the work itself. */
const PROGRESS_EVERY_MS = 1_000;

interface CurrentRun {
  readonly number: number;
  readonly overrides: Overrides;
  readonly startedAtMs: number;
  id: string | null;
  steps: readonly string[];
  readonly states: Map<string, StepView>;
  seconds: number | null;
  end: RunEnd | null;
}

/**
 * What pages look at: the run that is going on, or the last one, and how it comes along.
 *
 * Whoever starts runs tells the hub: `begin`, each event of the run, `end`. A subscriber gets the state of things first
 * and then every change of it. All that a page shows is the last state of each step, so one that was closed, or lost its
 * connection, has missed nothing once it is there again.
 */
export class Hub {
  readonly #subscriptions = new Set<Subscription>();
  #run: CurrentRun | undefined;
  /** Steps that are further than was told. */
  readonly #further = new Set<string>();
  #progressDue: NodeJS.Timeout | undefined;

  /** A run is being started. What was of the one before is forgotten: the history has it. */
  begin(overrides: Overrides = {}): void {
    this.#run = {
      number: (this.#run?.number ?? 0) + 1,
      overrides,
      startedAtMs: Date.now(),
      id: null,
      steps: [],
      states: new Map(),
      seconds: null,
      end: null,
    };
    this.#tellRun();
  }

  /** Something happened in the run. Before `begin` and after `end` there is none. */
  show(event: RunEvent): void {
    const run = this.#run;
    if (!run || run.end) return;
    switch (event.type) {
      case 'run-started':
        run.id = event.run;
        run.steps = event.steps;
        for (const step of event.steps) run.states.set(step, { state: 'waiting' });
        this.#tellRun();
        break;
      case 'step': {
        const { step } = event;
        const before = run.states.get(step);
        const view = stepView(event.state);
        run.states.set(step, view);
        if (view.state === 'running' && before?.state === 'running') {
          this.#further.add(step);
          this.#progressDue ??= setTimeout(() => this.#tellProgress(), PROGRESS_EVERY_MS).unref();
          break;
        }
        this.#further.delete(step);
        this.#tell({ type: 'step', step, view, at: Date.now() });
        break;
      }
      case 'run-ended':
        // The run's own measure. Its process has yet to end, and no other run can start before.
        run.seconds = event.seconds;
        break;
      case 'tag':
    }
  }

  /** The run has ended, and another one can start. */
  end(end: RunEnd): void {
    const run = this.#run;
    if (!run || run.end) return;
    run.seconds ??= (Date.now() - run.startedAtMs) / 1000;
    run.end = end;
    this.#tellRun();
  }

  /** No run can be started, and why. What the last one came to stays. */
  cannotRun(message: string): void {
    if (!this.#run) this.begin();
    const run = this.#run!;
    run.seconds ??= 0;
    run.end = { outcome: 'not-started', message };
    this.#tellRun();
  }

  run(): RunView | null {
    if (!this.#run) return null;
    const { startedAtMs, states, seconds, ...run } = this.#run;
    return {
      ...run,
      states: Object.fromEntries(states),
      seconds: seconds ?? (Date.now() - startedAtMs) / 1000,
    };
  }

  subscribe(): Subscription {
    const subscription = new Subscription(
      () => this.#runEvent(),
      (self) => this.#subscriptions.delete(self),
    );
    this.#subscriptions.add(subscription);
    return subscription;
  }

  get subscribers(): number {
    return this.#subscriptions.size;
  }

  #tellProgress(): void {
    this.#progressDue = undefined;
    const at = Date.now();
    for (const step of this.#further) {
      const view = this.#run?.states.get(step);
      if (view) this.#tell({ type: 'step', step, view, at });
    }
    this.#further.clear();
  }

  #runEvent(): LiveEvent {
    return { type: 'run', run: this.run(), at: Date.now() };
  }

  /** The state of everything, which leaves nothing more to tell. */
  #tellRun(): void {
    this.#further.clear();
    if (this.#subscriptions.size > 0) this.#tell(this.#runEvent());
  }

  #tell(event: LiveEvent): void {
    for (const subscription of this.#subscriptions) subscription.push(event);
  }
}
