import type { SourceFault } from '../../pipeline/code/reached-sources.js';
import type { RunEvent } from '../../pipeline/run/events.js';
import type { RunOutline } from '../process/run-outline.js';
import type { RunEnd } from '../process/run-process.js';

/** The one stream that `restudy watch` tells its story in. A run's own events are part of it. */
export type WatchEvent =
  /** Something was saved that a run depends on: what still ran is stale and was cancelled. */
  | { readonly type: 'saved'; readonly files: readonly string[] }
  /** A run begins; its events follow. */
  | { readonly type: 'outline'; readonly outline: RunOutline }
  | RunEvent
  /** The process of a run has ended, with the run or without one: bad params, or code that does not load. */
  | { readonly type: 'ended'; readonly end: RunEnd }
  /** The sources cannot be run as they are saved. */
  | { readonly type: 'unreadable'; readonly faults: readonly SourceFault[] }
  /** Nothing runs. It goes on when one of so many files is saved. */
  | { readonly type: 'waiting'; readonly files: number };

/** A way to show what `restudy watch` does. */
export interface WatchView {
  show(event: WatchEvent): void;
  /** Gives the terminal back, whatever happened. */
  close(): void;
}
