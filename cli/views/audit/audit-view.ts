import type { AuditEvent } from '../../../pipeline/audit-events.js';

/** A way to show an audit. */
export interface AuditView {
  readonly show: (event: AuditEvent) => void;
  /** Gives the terminal back, whatever happened. */
  close(): void;
}
