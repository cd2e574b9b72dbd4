import type { Store } from '../../cache/store.js';
import type { RunEvent } from '../../pipeline/events.js';
import type { PlacedStep } from '../../pipeline/study.js';

/** A way to show a run. It only renders what the events say. */
export interface View {
  show(event: RunEvent): void;
  /** The run has ended: shows its results. */
  end(steps: readonly PlacedStep[], store: Store): void;
  /** Gives the terminal back, whatever happened. */
  close(): void;
}
