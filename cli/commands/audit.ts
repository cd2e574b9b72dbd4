import { lastValueFrom, tap } from 'rxjs';
import { type Hash, isHash } from '../../cache/hash.js';
import { auditSteps } from '../../pipeline/audit.js';
import { RestudyError } from '../../pipeline/errors.js';
import { selectSteps } from '../../pipeline/select.js';
import { count, MOST_JOBS } from '../options/amounts.js';
import type { CommonOptions } from '../options/options.js';
import { signaturesOf } from '../options/signing.js';
import { interruptible } from '../terminal/interrupt.js';
import { auditJson } from '../views/audit/audit-json.js';
import { auditText } from '../views/audit/audit-text.js';
import { configuredSteps, withSession } from '../workspace/workspace.js';

interface AuditCommandOptions extends CommonOptions {
  readonly threads?: string;
  readonly jobs: string;
  readonly head?: string;
  readonly publicKey?: string;
  readonly keepDamaged?: boolean;
}

/**
 * `restudy audit`: executes steps again and checks what is kept. Returns the exit code: 0 all of it is as it was
 * recorded, 1 something is not, 130 interrupted.
 */
export async function audit(wanted: readonly string[], options: AuditCommandOptions): Promise<number> {
  const auditing = {
    jobs: count('--jobs', options.jobs, MOST_JOBS),
    everything: wanted.length === 0,
    head: options.head === undefined ? undefined : headOf(options.head),
    isSigned: options.publicKey === undefined ? undefined : signaturesOf(options.publicKey),
    keepDamaged: options.keepDamaged ?? false,
  };
  const steps = selectSteps(await configuredSteps(options), wanted);
  return withSession(options, async (session) => {
    const view = options.json ? auditJson() : auditText();
    try {
      const end = await interruptible((signal) =>
        lastValueFrom(auditSteps(steps, session, auditing, signal).pipe(tap(view.show))),
      );
      return end.type === 'audit-ended' ? { whole: 0, faulty: 1, interrupted: 130 }[end.outcome] : 1;
    } finally {
      view.close();
    }
  });
}

function headOf(text: string): Hash {
  if (isHash(text)) return text;
  throw new RestudyError(
    'bad-usage',
    `--head must be the 64 hexadecimal digits that an audit printed as the head of the history; got "${text}".`,
  );
}
