import type { AuditEvent } from '../../pipeline/audit/audit-events.js';
import type { RunEvent } from '../../pipeline/run/events.js';
import type { StepResult } from '../../reports/figures/step-results.js';

/** A way to show a run. It only renders what it is told. */
export interface View {
  show(event: RunEvent): void;
  /** The run has ended: shows its results. */
  end(results: readonly StepResult[]): void;
  /** Gives the terminal back, whatever happened. */
  close(): void | Promise<void>;
}

/** A way to show an audit. */
export interface AuditView {
  readonly show: (event: AuditEvent) => void;
  /** Gives the terminal back, whatever happened. */
  close(): void;
}
