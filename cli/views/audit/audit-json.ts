import type { AuditEvent } from '../../../pipeline/audit/audit-events.js';
import type { Verdict } from '../../../pipeline/audit/audit-verdict.js';
import { writeLine } from '../../terminal/output.js';
import type { AuditView } from '../view.js';

/** One JSON object a line: an `audited-step` when it is through, and in the end `audit`, the summary. */
export function auditJson(): AuditView {
  const steps: Record<string, number> = {};
  const summary: Record<string, object> = {};
  return {
    show(event: AuditEvent) {
      const { type, ...content } = event;
      if (type === 'history' || type === 'artifacts') summary[type] = content;
      if (type === 'older-records') summary['olderRecords'] = content;
      if (event.type === 'step') {
        const { step, seconds, verdict } = event;
        steps[verdict.verdict] = (steps[verdict.verdict] ?? 0) + 1;
        writeLine({ type: 'audited-step', step, seconds, ...withoutRecord(verdict) });
      }
      if (event.type === 'audit-ended') {
        const { outcome, seconds, damage, deleted } = event;
        writeLine({ type: 'audit', outcome, seconds, steps, ...summary, damage, deleted });
      }
    },
    close() {},
  };
}

/** A verdict as JSON lines have it: the key names the record, whose parts are no news. */
export function withoutRecord(verdict: Verdict): object {
  if (!('record' in verdict)) return verdict;
  const { record, ...rest } = verdict;
  return { ...rest, key: record.key, ...(record.blessed ? { blessed: record.blessed } : {}) };
}
