import { lastValueFrom, tap } from 'rxjs';
import type { Hash } from '../../cache/hash.js';
import { auditSteps } from '../../pipeline/audit/audit.js';
import { selectSteps } from '../../pipeline/study/select.js';
import type { CommonOptions } from '../options/options.js';
import { signaturesOf } from '../options/signing.js';
import { interruptible } from '../terminal/interrupt.js';
import { auditJson } from '../views/audit/audit-json.js';
import { auditText } from '../views/audit/audit-text.js';
import { Workspace } from '../workspace/workspace.js';

interface AuditCommandOptions extends CommonOptions {
  readonly jobs: number;
  readonly head?: Hash;
  readonly publicKey?: string;
  readonly keepDamaged?: boolean;
}

/**
 * `restudy audit`: executes steps again and checks what is kept. Returns the exit code: 0 all of it is as it was
 * recorded, 1 something is not, 130 interrupted.
 */
export async function audit(wanted: readonly string[], options: AuditCommandOptions): Promise<number> {
  const auditing = {
    jobs: options.jobs,
    everything: wanted.length === 0,
    head: options.head,
    isSigned: options.publicKey === undefined ? undefined : signaturesOf(options.publicKey),
    keepDamaged: options.keepDamaged ?? false,
  };
  const workspace = new Workspace(options);
  const steps = selectSteps(await workspace.steps(), wanted);
  return workspace.withSession(async (session) => {
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
