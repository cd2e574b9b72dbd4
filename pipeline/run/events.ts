import type { Key } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import type { Reason } from '../key/reasons.js';

/** What is known of a step at a moment of a run. The last four states are settled: the step is through. */
export type StepState =
  | { readonly state: 'waiting' }
  | { readonly state: 'looking-up' }
  | { readonly state: 'queued'; readonly key: Key; readonly reasons: readonly Reason[] }
  /** Another process computes this very step; its result will be taken. */
  | { readonly state: 'computed-elsewhere'; readonly key: Key }
  | {
      readonly state: 'running';
      readonly key: Key;
      readonly reasons: readonly Reason[];
      /** The share that is done, 0 to 1. */
      readonly fraction: number;
      /** Seconds until the end, judged by the pace so far; null while too little is done to tell. */
      readonly secondsLeft: number | null;
    }
  | SettledState;

/** How a step ended. Seconds are those of this run. */
export type SettledState =
  | { readonly state: 'hit'; readonly record: StepRecord; readonly seconds: number }
  | {
      readonly state: 'ran';
      readonly record: StepRecord;
      readonly seconds: number;
      readonly reasons: readonly Reason[];
    }
  | { readonly state: 'failed'; readonly error: Error; readonly seconds: number; readonly key?: Key }
  | { readonly state: 'skipped'; readonly because: string };

/** Whether a step has ended. */
export function isSettled(state: StepState): state is SettledState {
  return ['hit', 'ran', 'failed', 'skipped'].includes(state.state);
}

/** How a run ended. */
export type RunOutcome = 'done' | 'failed' | 'interrupted';

/** The one stream that a run tells its story in. Terminal, JSON lines and pages subscribe; none is known here. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly study: string;
      readonly steps: readonly string[];
    }
  | { readonly type: 'step'; readonly step: string; readonly state: StepState }
  /** Just before the end of a run that was to get a name. It got it if it was done; `before` is the run that had it. */
  | {
      readonly type: 'tag';
      readonly run: string;
      readonly tag: string;
      readonly given: boolean;
      readonly before: string | null;
    }
  | {
      readonly type: 'run-ended';
      readonly run: string;
      readonly outcome: RunOutcome;
      readonly seconds: number;
    };
