import { type PlannedStep, type PlanTotal, planTotal } from '../../pipeline/plan/plan.js';
import { wrap } from '../words/lines.js';
import { table } from '../words/table.js';
import { duration, reasonTexts } from '../words/words.js';
import { coarseText } from './coarse-text.js';

const WIDTH = 100;
const COLUMNS = ['step', 'action', 'took', 'why'].map((title) => ({ title, align: 'left' as const }));
const ACTIONS = { hit: 'hit', run: 'will run', 'may-run': 'may be cut off', shared: 'will be a hit' };

/** A plan as a table of at most 100 columns, where ids and single words allow, and what it comes to below it. */
export function planText(planned: readonly PlannedStep[]): string {
  const fixed = planned.map((entry) => {
    const took = entry.lastSeconds === undefined ? '' : duration(entry.lastSeconds);
    return [entry.step, ACTIONS[entry.action], took];
  });
  const widths = COLUMNS.slice(0, 3).map(({ title }, column) =>
    Math.max(title.length, ...fixed.map((cells) => cells[column]!.length)),
  );
  const left = WIDTH - widths.reduce((sum, width) => sum + width + 2, 0);
  const rows = planned.flatMap((entry, index) => {
    const lines = whyTexts(entry).flatMap((text) => wrap(text, left));
    return [[...fixed[index]!, lines[0] ?? ''], ...lines.slice(1).map((line) => ['', '', '', line])];
  });
  const coarse = coarseText(planned);
  return [
    table(COLUMNS, rows),
    '',
    totalText(planTotal(planned)),
    ...(coarse.length > 0 ? ['', ...coarse] : []),
  ].join('\n');
}

/** Why a step does what it will do, a text a reason. */
export function whyTexts(planned: PlannedStep): string[] {
  switch (planned.action) {
    case 'hit':
      return [];
    case 'run':
      return reasonTexts(planned.reasons);
    case 'may-run':
      return [`if ${condition(planned)}`, ...reasonTexts(planned.reasons)];
    case 'shared':
      return [`${planned.with} makes the same result`];
  }
}

/** What cuts a step off: `rf gives the same bytes again`. The steps are named, if they are few. */
export function condition({ after, reasons }: Extract<PlannedStep, { readonly action: 'may-run' }>): string {
  const steps = after.length > 3 ? `the ${after.length} steps before it` : after.join(' and ');
  // Something of its own differs from its last record, which is the nearest: what fits is another step's.
  const what = reasons.length > 0 ? 'what a kept result was made from' : 'the same bytes again';
  return `${steps} ${after.length > 1 ? 'give' : 'gives'} ${what}`;
}

/** `3 hits; 2 will run: about 40 s; 1 may be cut off: at most about 55 s.` */
export function totalText({ hit, run, mayRun, seconds, atMostSeconds, unknown }: PlanTotal): string {
  const time = (known: number, text: string) => (known > 0 ? `: ${text} ${duration(known)}` : '');
  const parts = [
    `${hit} ${hit === 1 ? 'hit' : 'hits'}`,
    `${run} will run${time(seconds, 'about')}`,
    ...(mayRun > 0 ? [`${mayRun} may be cut off${time(atMostSeconds, 'at most about')}`] : []),
  ];
  const never = unknown.length > 0 ? `\nHow long ${counted(unknown)} nobody knows.` : '';
  return `${parts.join('; ')}.${never}`;
}

function counted(steps: readonly string[]): string {
  if (steps.length === 1) return `${steps[0]} takes`;
  return steps.length > 3 ? `${steps.length} steps take` : `${steps.join(' and ')} take`;
}
