import { type PlannedStep, planSteps, planTotal } from '../../pipeline/plan/plan.js';
import { selectSteps } from '../../pipeline/study/select.js';
import { coarsePieces } from '../../reports/text/coarse-text.js';
import { planText } from '../../reports/text/plan-text.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { Workspace } from '../workspace/workspace.js';

interface PlanOptions extends CommonOptions {
  readonly force: readonly string[];
}

/** `restudy plan`: says step by step what run would do, and how long that may take. */
export async function plan(wanted: readonly string[], options: PlanOptions): Promise<number> {
  const workspace = new Workspace(options);
  const steps = await workspace.steps();
  const selected = selectSteps(steps, wanted);
  if (options.force.length > 0) selectSteps(steps, options.force);
  return workspace.withSession(async (session) => {
    const planned = await planSteps(selected, session, new Set(options.force));
    if (!options.json) {
      writeText(planText(planned));
      return 0;
    }
    for (const step of planned) writeLine({ type: 'planned-step', ...plannedJson(step) });
    writeLine({ type: 'plan-total', ...planTotal(planned) });
    return 0;
  });
}

/** A planned step as JSON: its key instead of its records and parts. */
function plannedJson(planned: PlannedStep): object {
  const { parts, last: _, ...others } = planned;
  const coarse = coarsePieces(parts);
  const shown = { ...others, ...(coarse.length > 0 ? { coarse } : {}) };
  if (shown.action !== 'hit') return shown;
  const { record, ...hit } = shown;
  return { ...hit, key: record.key };
}
