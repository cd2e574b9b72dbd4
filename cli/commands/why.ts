import { findRun } from '../../pipeline/history/find-run.js';
import { recordOfRun } from '../../pipeline/history/run-result.js';
import { planSteps } from '../../pipeline/plan/plan.js';
import { explainStep, type Why } from '../../pipeline/plan/why.js';
import { selectSteps } from '../../pipeline/study/select.js';
import { type FileDiff, sourceDiffs } from '../../reports/figures/source-diff.js';
import { coarsePieces, loadNames } from '../../reports/text/coarse-text.js';
import { whyText } from '../../reports/text/why-text.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { Workspace } from '../workspace/workspace.js';

interface WhyOptions extends CommonOptions {
  readonly against?: string;
}

/** `restudy why`: how a step differs from its last record, or from the one that a run had for it. */
export async function why(id: string, options: WhyOptions): Promise<number> {
  const workspace = new Workspace(options);
  const needed = selectSteps(await workspace.steps(), [id]);
  const step = needed.find((one) => one.id === id)!;
  return workspace.withSession(async (session) => {
    const run =
      options.against === undefined ? undefined : findRun(session.store, options.against, '--against');
    const asked = run && recordOfRun(session.store, run, id);
    const planned = (await planSteps(needed, session)).find((one) => one.step === id)!;
    const against = asked ?? planned.last;
    const explained = await explainStep(step, planned, against, session);
    const diffs = await sourceDiffs(explained);
    const whose = run === undefined ? 'its last record' : `its record in run ${run.id}`;
    if (options.json) writeLine(whyJson(explained, run?.id, diffs));
    else writeText(whyText(explained, whose, diffs));
    return 0;
  });
}

function whyJson(
  { planned, against, reasons }: Why,
  run: string | undefined,
  diffs: readonly FileDiff[],
): object {
  const { step, action, parts } = planned;
  return {
    type: 'why',
    step,
    action,
    ...(action === 'hit'
      ? { key: planned.record.key, startedAt: planned.record.circumstances.startedAt }
      : {}),
    ...(action === 'may-run' ? { after: planned.after } : {}),
    ...(action === 'shared' ? { with: planned.with } : {}),
    against: against
      ? {
          key: against.key,
          startedAt: against.circumstances.startedAt,
          seconds: against.circumstances.seconds,
          ...(run === undefined ? {} : { run }),
        }
      : null,
    reasons,
    open: Object.entries(parts.open).map(([name, output]) => ({ input: name, ...output })),
    loads: loadNames(parts),
    coarse: coarsePieces(parts),
    diffs,
  };
}
