import { planSteps } from '../../pipeline/plan.js';
import { selectSteps } from '../../pipeline/select.js';
import { table } from '../../reports/table.js';
import { duration, reasonsText } from '../../reports/words.js';
import type { CommonOptions } from '../options.js';
import { configuredSteps, withSession } from '../workspace.js';

interface PlanOptions extends CommonOptions {
  readonly force: readonly string[];
}

/** `restudy plan`: says step by step what run would do. */
export async function plan(wanted: readonly string[], options: PlanOptions): Promise<number> {
  const steps = await configuredSteps(options);
  const selected = selectSteps(steps, wanted);
  if (options.force.length > 0) selectSteps(steps, options.force);
  return withSession(options, async (session) => {
    const planned = await planSteps(selected, session, new Set(options.force));
    if (options.json) {
      for (const { step, ...rest } of planned) {
        const { record, ...shown } = { record: undefined, ...rest };
        const key = record ? { key: (record as { key: string }).key } : {};
        process.stdout.write(`${JSON.stringify({ type: 'planned-step', step, ...shown, ...key })}\n`);
      }
      return 0;
    }
    const rows = planned.map((entry) => {
      if (entry.action === 'hit') return [entry.step, 'hit', '', ''];
      const last = entry.lastSeconds === undefined ? '' : duration(entry.lastSeconds);
      if (entry.action === 'run') return [entry.step, 'will run', last, reasonsText(entry.reasons)];
      return [entry.step, 'may be cut off', last, `if ${listed(entry.after)} the same bytes again`];
    });
    const columns = ['step', 'action', 'took', 'why'].map((title) => ({ title, align: 'left' as const }));
    process.stdout.write(`${table(columns, rows)}\n`);
    return 0;
  });
}

/** The steps that decide whether this one runs: by name, if they are few. */
function listed(steps: readonly string[]): string {
  if (steps.length > 3) return `the ${steps.length} steps before it give`;
  return `${steps.join(' and ')} ${steps.length > 1 ? 'give' : 'gives'}`;
}
