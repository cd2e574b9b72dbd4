import type { ChainFault } from '../../cache/store.js';
import type { AuditEvent } from '../../pipeline/audit/audit-events.js';
import type { Verdict } from '../../pipeline/audit/audit-verdict.js';
import { printable } from '../words/printable.js';

type End = Pick<AuditEvent & { readonly type: 'audit-ended' }, 'damage' | 'deleted'>;

/** What can be done about what an audit found, a line each. */
export function waysOut(
  verdicts: ReadonlyMap<string, Verdict>,
  faults: readonly ChainFault[],
  { damage, deleted }: End,
): string[] {
  const withVerdict = (...wanted: Verdict['verdict'][]) =>
    [...verdicts].flatMap(([step, verdict]) =>
      wanted.includes(verdict.verdict) && !isOlder(verdict) ? step : [],
    );
  const falseRecords = faults.flatMap((fault) =>
    (fault.kind === 'edited' || fault.kind === 'made-up') && fault.table === 'records'
      ? (fault.step ?? [])
      : [],
  );
  const forced = new Set([
    ...withVerdict('differs', 'altered'),
    ...falseRecords.filter((step) => verdicts.has(step)),
  ]);
  const rerun = withVerdict('input-missing', 'no-result', 'code-changed').length > 0;
  const lasting = faults.some((fault) => !('table' in fault) || fault.table !== 'records');
  return [
    ...(damage === 'deleted'
      ? [
          `Deleted, so that the next restudy run makes it again: ${deleted.map(printable).join(', ') || 'nothing'}`,
        ]
      : []),
    ...(damage === 'kept'
      ? ['restudy cache verify deletes what is damaged; restudy run makes it again then.']
      : []),
    ...(rerun ? ['restudy run makes what is not there.'] : []),
    ...([...verdicts.values()].some((verdict) => verdict.verdict === 'differs' && isOlder(verdict))
      ? ['What is of an older format is never a hit: restudy run makes it anew.']
      : []),
    ...(forced.size > 0
      ? [
          `To compute and record anew: restudy run${[...forced].map((step) => ` --force ${printable(step)}`).join('')}`,
        ]
      : []),
    ...(withVerdict('differs').length > 0
      ? ['A step that differs even then does not give the same result every time.']
      : []),
    ...(lasting
      ? [
          'What is wrong with the history stays in it: keep this cache as evidence, and start another with --cache.',
        ]
      : []),
  ];
}

function isOlder(verdict: Verdict): boolean {
  return 'older' in verdict && verdict.older !== undefined;
}
