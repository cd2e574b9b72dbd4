import type { RunOutcome, StepState } from '../../pipeline/events.js';

// What the page and its server tell one another, as plain JSON. Both sides are compiled against these types.

/** What a page shows of a step's state. Seconds are those that the step took when it ran, in this run or before. */
export interface StepView {
  readonly state: StepState['state'];
  /** The key of its record, where it has one. */
  readonly key?: string;
  /** Why it runs, a text a reason. */
  readonly reasons?: readonly string[];
  /** The share that is done, 0 to 1, and the seconds left, null while nobody knows: of a step that runs. */
  readonly fraction?: number;
  readonly secondsLeft?: number | null;
  readonly seconds?: number;
  /** Why it failed or was skipped. */
  readonly message?: string;
}

/** Params that were changed on a page: step -> param -> value. They come on top of the program's own options. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** How a run ended. A process that died tells no outcome of its run. */
export interface RunEnd {
  readonly outcome: RunOutcome | 'crashed';
  readonly message?: string;
}

/** A run as far as it is: all that a page needs that has seen nothing of it. */
export interface RunView {
  /** Counts the runs of this server. */
  readonly number: number;
  /** Its id in the history; null until it has one. */
  readonly id: string | null;
  /** Its steps, in an order they can run in; empty until they are known. */
  readonly steps: readonly string[];
  readonly states: Readonly<Record<string, StepView>>;
  readonly overrides: Overrides;
  /** Since it was started: until it ended, or until now. */
  readonly seconds: number;
  readonly end: RunEnd | null;
}

/** What the stream of events carries. `at` is when the server heard of it, in ms since the epoch. */
export type LiveEvent =
  /** The run as it is now, or null before the first one. Comes first, and whenever a run starts or ends. */
  | { readonly type: 'run'; readonly run: RunView | null; readonly at: number }
  | { readonly type: 'step'; readonly step: string; readonly view: StepView; readonly at: number };
