import type { StepRecord } from '../../cache/record.js';
import type { Why } from '../../pipeline/plan/why.js';
import type { FileDiff } from '../figures/source-diff.js';
import { duration, reasonTexts, shortHash } from '../words/words.js';
import { coarseText, loadNames } from './coarse-text.js';
import { condition } from './plan-text.js';

/**
 * What `restudy why` prints: what a run would do with the step, how it differs from a record, what is open, and
 * what changed in its code.
 * @param whose says which record it is held against: `its last record`, `its record of run …`.
 */
export function whyText(why: Why, whose: string, diffs: readonly FileDiff[]): string {
  const { planned, against, reasons } = why;
  const lines = [headline(why)];
  const open = Object.entries(planned.parts.open);
  // A hit that nothing else was asked about has nothing to explain.
  if (against && !(planned.action === 'hit' && planned.record.key === against.key)) {
    lines.push('', `Held against ${whose}, ${recordText(against)}:`);
    const nothing = open.length > 0 ? 'nothing differs so far' : 'nothing differs';
    lines.push(...indented(reasons.length > 0 ? reasonTexts(reasons) : [nothing]));
  }
  if (open.length > 0) {
    const steps = [...new Set(open.map(([, { step }]) => step))].join(' and ');
    lines.push('', `Not known before ${steps} ${open.length > 1 ? 'have' : 'has'} run:`);
    lines.push(...indented(open.map(([name, { step, output }]) => `input ${name} (${step}.${output})`)));
  }
  const loads = loadNames(planned.parts);
  if (loads.length > 0)
    lines.push('', 'What its code reaches while it runs is part of its key:', ...indented(loads));
  const coarse = coarseText([planned]);
  if (coarse.length > 0) lines.push('', ...coarse);
  for (const { patch } of diffs) lines.push('', patch.trimEnd());
  return lines.join('\n');
}

function headline({ planned, reasons, against }: Why): string {
  const { step } = planned;
  switch (planned.action) {
    case 'hit':
      return `${step} is a hit: its result is there, ${recordText(planned.record)}.`;
    case 'run':
      return against ? `${step} will run.` : `${step} will run: ${reasonTexts(reasons).join('; ')}.`;
    case 'may-run':
      return `${step} may be cut off: it runs unless ${condition(planned)}.`;
    case 'shared':
      return `${step} will be a hit: ${planned.with} makes the same result first.`;
  }
}

/** `made 2026-11-24T10:12:03.123Z in 3.1 s (key 1a2b3c4d)` */
function recordText({ key, circumstances: { startedAt, seconds } }: StepRecord): string {
  return `made ${startedAt} in ${duration(seconds)} (key ${shortHash(key)})`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
